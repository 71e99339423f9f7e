package io.camelcognigy.session;

import io.camelcognigy.protocol.Message;
import java.util.List;

/**
 * A turn that is over without a fault.
 *
 * @param outputs the turn's outputs in order if they go to the caller, else empty; unmodifiable
 * @param finalPing the type of the final ping ({@code regular}, {@code cognigyStopFlow}); null if something else ended
 *     the turn or it is not over yet ({@code completion=sent})
 */
public record TurnResult(String turnId, List<Message> outputs, String finalPing) {

    /** Without the ping's type, in which a server may put anything. */
    @Override
    public String toString() {
        return "TurnResult[turn=" + turnId + ", outputs=" + outputs.size() + "]";
    }
}
