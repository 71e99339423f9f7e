package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Loss;
import java.util.Map;

/**
 * One event of a session, as consumers see it. It carries its details from the moment it was raised.
 *
 * @param turnId the turn it belongs to; null for unsolicited events
 * @param replyAddress the headers remembered with the input that was written last; unmodifiable, never null
 * @param payload null for {@code silence}, {@code connected} and {@code disconnected}
 * @param loss for {@code disconnected} only
 * @param part of an output its place within the turn, from 1; of other events of a turn how many outputs it had so far;
 *     else 0
 * @param last whether no further output of the turn comes; null where that is not known
 * @param trace of the turn that is not complete before this was routed; else {@link TraceSpan#NONE}
 */
public record SessionEvent(
        EventKind kind,
        String sessionKey,
        String sessionId,
        String userId,
        String turnId,
        Map<String, Object> replyAddress,
        ServerEvent payload,
        Loss loss,
        int part,
        Boolean last,
        TraceSpan trace) {

    /** Not of a turn: notify, inject, a human agent, or late. */
    public boolean unsolicited() {
        return turnId == null;
    }

    @Override
    public String toString() {
        return "SessionEvent[" + kind.optionName() + ", turn=" + turnId + "]";
    }
}
