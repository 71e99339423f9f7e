package io.camelcognigy.contract;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a reader can filter by without parsing: headers of a Kafka record, properties of a JMS message. The names are valid
 * for both.
 */
public final class EnvelopeHeaders {

    /** The type of the envelope. */
    public static final String TYPE = "chatType";
    /** The version of the envelope. */
    public static final String VERSION = "chatVersion";
    /** The name of the agent. */
    public static final String AGENT = "chatAgent";
    /** The id of the turn; absent for what is of none. */
    public static final String TURN = "chatTurn";
    /** The place within the turn, from 1. */
    public static final String PART = "chatPart";
    /** Whether nothing of the turn comes after it; absent where that is not known. */
    public static final String LAST = "chatLast";
    /** Whether nobody asked for it. */
    public static final String UNSOLICITED = "chatUnsolicited";
    /** Who speaks. */
    public static final String SOURCE = "chatSource";

    private EnvelopeHeaders() {}

    /**
     * The headers of an envelope, without those that have no value. The values are String, Integer and Boolean, as JMS
     * properties can be; a Kafka header is their text in UTF-8.
     */
    public static Map<String, Object> of(Envelope envelope) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(TYPE, envelope.type().wireName());
        headers.put(VERSION, Envelope.VERSION);
        put(headers, AGENT, envelope.agent());
        put(headers, TURN, envelope.turnId());
        put(headers, PART, envelope.part());
        put(headers, LAST, envelope.last());
        headers.put(UNSOLICITED, envelope.unsolicited());
        put(headers, SOURCE, envelope.source());
        return headers;
    }

    private static void put(Map<String, Object> headers, String name, Object value) {
        if (value != null) {
            headers.put(name, value);
        }
    }
}
