package io.camelcognigy.jms;

import io.camelcognigy.content.StreamMode;
import io.camelcognigy.road.RoadInput;
import java.util.Map;

/**
 * What a message says.
 *
 * @param key whose input it is, as the message says it
 * @param sessionKey the same as the road says it
 * @param input what is said
 * @param replyQueue where the answers shall go; null for the road's output queue
 * @param correlationId what the answers carry
 * @param traceparent of the input, for its answers; null where it has none
 * @param stream how the answers shall come; null for as the road says
 * @param headers of the sender's properties, those that the road keeps
 */
record JmsInput(
        String key,
        String sessionKey,
        RoadInput input,
        String replyQueue,
        String correlationId,
        String traceparent,
        StreamMode stream,
        Map<String, Object> headers) {

    JmsInput repliesTo(String queue) {
        return new JmsInput(key, sessionKey, input, queue, correlationId, traceparent, stream, headers);
    }

    /** Nobody's words and no ids. */
    @Override
    public String toString() {
        return "JmsInput[" + input + "]";
    }
}
