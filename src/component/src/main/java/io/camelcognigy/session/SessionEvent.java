package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Loss;
import java.util.Map;

/**
 * One event of a session, as consumers see it. It carries its details from the moment it was raised.
 *
 * @param turnId the turn it belongs to; null for unsolicited events
 * @param replyAddress the headers remembered with the input that was written last; unmodifiable, never null
 * @param payload null for {@code connected} and {@code disconnected}
 * @param loss for {@code disconnected} only
 */
public record SessionEvent(
        EventKind kind,
        String sessionKey,
        String sessionId,
        String userId,
        String turnId,
        Map<String, Object> replyAddress,
        ServerEvent payload,
        Loss loss) {

    /** Not of a turn: notify, inject, a human agent, or late. */
    public boolean unsolicited() {
        return turnId == null;
    }

    @Override
    public String toString() {
        return "SessionEvent[" + kind.optionName() + ", turn=" + turnId + "]";
    }
}
