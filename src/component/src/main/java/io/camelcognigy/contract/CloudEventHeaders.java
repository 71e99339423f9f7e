package io.camelcognigy.contract;

import io.camelcognigy.protocol.ProtocolCodec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An envelope as a CloudEvent 1.0 in binary content mode of the Kafka protocol binding: its value stays as it is, the
 * attributes are headers {@code ce_*}. As JMS has no binding of its own, properties have the same names there.
 */
public final class CloudEventHeaders {

    /** The header that says what the value is. JMS allows no hyphen: there it is left out. */
    public static final String CONTENT_TYPE = "content-type";

    private static final String TYPE_PREFIX = "io.camelcognigy.chat.";

    private CloudEventHeaders() {}

    /**
     * The attributes of an envelope.
     *
     * @param traceparent of the input it answers; may be null
     * @param ids makes the id of what has no place in a turn
     */
    public static Map<String, String> of(Envelope envelope, TraceParent traceparent, Supplier<String> ids) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id(envelope, ids));
        headers.put("ce_source", "/cognigy/" + ProtocolCodec.encodeUriComponent(text(envelope.agent())));
        headers.put("ce_type", TYPE_PREFIX + envelope.type().wireName() + ".v" + Envelope.VERSION);
        if (envelope.sessionKey() != null && !envelope.sessionKey().isEmpty()) {
            headers.put("ce_subject", envelope.sessionKey());
        }
        headers.put("ce_time", envelope.at().toString());
        if (traceparent != null) {
            headers.put("ce_traceparent", traceparent.value());
        }
        return headers;
    }

    /** Unique for its source. */
    private static String id(Envelope envelope, Supplier<String> ids) {
        boolean placed = envelope.turnId() != null && envelope.part() != null;
        return placed ? envelope.turnId() + "/" + envelope.type().wireName() + "/" + envelope.part() : ids.get();
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
