package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn on its way through a session. Confined to the session's mailbox once it was submitted.
 *
 * <p>Two things are kept apart: a turn is <em>over</em> when the Endpoint is done with it, and it is <em>reported</em>
 * when the caller was told, which for a good end comes only after every output was routed.
 */
final class Turn {

    final String id;
    final TurnRequest request;
    final long deadlineNanos;

    private final TurnCallback callback;
    private EncodedEvent input;
    private List<Message> outputs = List.of();
    private Cancellable timeout = Cancellable.NOTHING;
    private Cancellable silence = Cancellable.NOTHING;
    private boolean over;
    private boolean reported;
    private String finalPing;
    private int unrouted;
    private TurnException failure;

    Turn(String id, TurnRequest request, EncodedEvent input, long deadlineNanos, TurnCallback callback) {
        this.id = id;
        this.request = request;
        this.input = input;
        this.deadlineNanos = deadlineNanos;
        this.callback = callback;
    }

    /** The input for the wire, for the one time that it is written; afterwards it is not kept. */
    EncodedEvent takeInput() {
        EncodedEvent once = input;
        input = null;
        return once;
    }

    int inputBytes() {
        return input.bytes();
    }

    boolean collectsOutputs() {
        return request.outputs() == Outputs.TO_CALLER;
    }

    boolean reportsWhenSent() {
        return request.completion() == Completion.SENT;
    }

    void collect(Message output) {
        if (outputs.isEmpty()) {
            outputs = new ArrayList<>();
        }
        outputs.add(output);
    }

    int collected() {
        return outputs.size();
    }

    void timeoutIs(Cancellable timer) {
        timeout = timer;
    }

    void silenceIs(Cancellable timer) {
        silence.cancel();
        silence = timer;
    }

    void routing() {
        unrouted++;
    }

    void routed() {
        unrouted--;
    }

    /** Notes what will make the turn fail once it is over; the first fault counts. */
    void spoil(TurnException fault) {
        if (failure == null) {
            failure = fault;
        }
    }

    void end(String finalPingType) {
        over = true;
        finalPing = finalPingType;
        silence.cancel();
    }

    void fail(TurnException cause) {
        spoil(cause);
        over = true;
        // A failed turn does not wait for its outputs: what is still on its way cannot make it good.
        unrouted = 0;
        silence.cancel();
    }

    boolean over() {
        return over;
    }

    boolean reported() {
        return reported;
    }

    /** Whether the caller can be told now. */
    boolean settled() {
        return over && (failure != null || unrouted <= 0);
    }

    TurnException failure() {
        return failure;
    }

    /** Marks the turn as reported and gives the one call that tells the caller. */
    Runnable report() {
        if (reported) {
            throw new IllegalStateException("turn " + id + " was reported already");
        }
        reported = true;
        if (over) {
            timeout.cancel();
        }
        TurnException cause = failure;
        if (cause != null) {
            return () -> callback.failed(cause);
        }
        TurnResult result = new TurnResult(id, List.copyOf(outputs), finalPing);
        return () -> callback.completed(result);
    }

    /** For a turn that was reported when it was sent: nothing else is due. */
    void forgetTimeout() {
        timeout.cancel();
    }
}
