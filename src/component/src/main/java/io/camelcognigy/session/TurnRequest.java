package io.camelcognigy.session;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One input and how its turn is to be run.
 *
 * @param sessionKey what the route says identifies the conversation; shown again on outputs
 * @param sessionId the id on the wire: the key itself or a hash of it
 * @param userId the user's id on the wire
 * @param text may be null if there are data, or for a pure reset
 * @param data may be null
 * @param replyAddress headers to set again on the outputs; may be empty
 * @param outputs who gets the outputs
 * @param completion when the callback comes
 * @param timeout from the request to its end: waiting, the bot's work and the routing of outputs together
 * @param silence for {@link TurnEnd#SILENCE}; else may be null
 * @param owner who the session belongs to from this input on, see {@link Agent#closeSessions}; null for nobody
 */
public record TurnRequest(
        String sessionKey,
        String sessionId,
        String userId,
        String text,
        Map<String, Object> data,
        boolean resetFlow,
        String channel,
        String passthroughIp,
        Map<String, Object> replyAddress,
        Outputs outputs,
        Completion completion,
        Duration timeout,
        TurnEnd turnEnd,
        Duration silence,
        Object owner) {

    /** Who gets a turn's outputs. */
    public enum Outputs {
        /** They are the callback's result (InOut). */
        TO_CALLER,
        /** They go to the agent's consumers (InOnly). */
        TO_CONSUMERS
    }

    /** When the callback comes. */
    public enum Completion {
        /** When the turn is over and each of its outputs has been routed to the end. */
        TURN,
        /** When the input was handed to the socket. What happens to it later is logged only. */
        SENT
    }

    public TurnRequest {
        if (turnEnd == TurnEnd.SILENCE) {
            Objects.requireNonNull(silence);
        }
        Objects.requireNonNull(sessionKey);
        Objects.requireNonNull(sessionId);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(channel);
        Objects.requireNonNull(outputs);
        Objects.requireNonNull(completion);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(turnEnd);
        replyAddress =
                replyAddress.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(replyAddress));
    }

    @Override
    public String toString() {
        return "TurnRequest[outputs=" + outputs + ", completion=" + completion + "]";
    }
}
