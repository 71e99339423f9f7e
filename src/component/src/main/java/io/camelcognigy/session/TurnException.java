package io.camelcognigy.session;

import io.camelcognigy.protocol.Message;
import java.util.List;

/**
 * Why an input did not become a finished turn. Each fact has its own subclass, for {@code onException}, and a stable
 * {@link #code()} to search for. Messages never contain ids, token, text or data.
 */
public abstract class TurnException extends Exception {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final boolean inDoubt;
    private transient List<Message> outputs = List.of();

    TurnException(FailureCode code, boolean inDoubt, String message, Throwable cause) {
        super("[" + code + "] " + message, cause);
        this.code = code;
        this.inDoubt = inDoubt;
    }

    public FailureCode code() {
        return code;
    }

    /**
     * Whether the input was written to the socket, so that the bot may have processed it. Sending it again can bring a
     * second answer, a second action and a second bill; false means that the bot never saw it.
     */
    public boolean inDoubt() {
        return inDoubt;
    }

    /**
     * The outputs that came before the turn failed, in order, where they were for its caller (InOut); else empty. They are
     * what the bot said: keep them out of logs.
     */
    public List<Message> outputs() {
        return outputs == null ? List.of() : outputs;
    }

    void outputsSoFar(List<Message> came) {
        outputs = came;
    }

    /** Which of the three that is: {@link Outcome#NOT_SENT}, {@link Outcome#IN_DOUBT} or {@link Outcome#REJECTED}. */
    public Outcome outcome() {
        if (inDoubt) {
            return Outcome.IN_DOUBT;
        }
        return code.permanent() ? Outcome.REJECTED : Outcome.NOT_SENT;
    }
}
