package io.camelcognigy.jms;

import io.camelcognigy.contract.TraceParent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What is remembered with a session's latest input, so that what the bot says unasked finds its way. */
final class ReplyAddress {

    static final String ROAD = "road";
    static final String QUEUE = "replyQueue";
    static final String CORRELATION_ID = "JMSCorrelationID";

    /** What is of one input, and never on what is said unasked. */
    static final Set<String> OF_ONE_INPUT = Set.of(CORRELATION_ID, TraceParent.HEADER);

    private ReplyAddress() {}

    static Map<String, Object> of(String road, JmsInput input) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put(ROAD, road);
        if (input.replyQueue() != null) {
            address.put(QUEUE, input.replyQueue());
        }
        if (input.correlationId() != null) {
            address.put(CORRELATION_ID, input.correlationId());
        }
        if (input.traceparent() != null) {
            address.put(TraceParent.HEADER, input.traceparent());
        }
        return address;
    }
}
