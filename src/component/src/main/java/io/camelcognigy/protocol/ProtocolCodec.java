package io.camelcognigy.protocol;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Between our records and the JSON on the wire, in both directions (PROTOCOL §4, §5, §7, §8). Stateless and thread-safe.
 *
 * <p>What comes in is read within limits: nesting 64, strings 1,000,000 characters, numbers 100 characters, member names
 * 10,000 characters, 500,000 tokens, and the document size given. No exception's message repeats content.
 */
public final class ProtocolCodec {

    /** 4 MiB. Servers publish no limit of what they send (PROTOCOL §16.15). */
    public static final int DEFAULT_MAX_DOCUMENT_BYTES = 4 * 1024 * 1024;

    private static final String SOURCE = "device";

    private final JsonReader reader;

    /** With the default document limit of {@value #DEFAULT_MAX_DOCUMENT_BYTES} bytes. */
    public ProtocolCodec() {
        this(DEFAULT_MAX_DOCUMENT_BYTES);
    }

    /**
     * @param maxDocumentBytes the longest JSON text that is read, in UTF-8 bytes
     * @throws IllegalArgumentException if it is not positive
     */
    public ProtocolCodec(int maxDocumentBytes) {
        if (maxDocumentBytes <= 0) {
            throw new IllegalArgumentException("maxDocumentBytes must be positive");
        }
        this.reader = new JsonReader(maxDocumentBytes);
    }

    /**
     * The event {@code processInput} (PROTOCOL §7).
     *
     * @throws IllegalArgumentException if {@code data} holds what JSON cannot say, see {@link #write}
     */
    public EncodedEvent encode(ProcessInput input) {
        EventWriter event = new EventWriter("processInput")
                .member("URLToken", input.urlToken().reveal())
                .member("userId", required(input.userId(), "userId"))
                .member("sessionId", required(input.sessionId(), "sessionId"))
                .member("channel", required(input.channel(), "channel"))
                .member("source", SOURCE)
                .member("passthroughIP", input.passthroughIp())
                .member("resetFlow", input.resetFlow());
        if (input.text() != null) {
            event.member("text", input.text());
        }
        if (input.data() != null) {
            event.member("data", input.data());
        }
        return event.end();
    }

    /** The event {@code typingStatus} (PROTOCOL §7); only servers of the newer generation know it. */
    public EncodedEvent encode(TypingStatus status) {
        return new EventWriter("typingStatus")
                .member("status", status.wireValue())
                .end();
    }

    /** The one argument of the acknowledgement that answers the event {@code handshake}, a JSON object (PROTOCOL §5). */
    public String handshakeReply(HandshakeParameters parameters) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("userId", required(parameters.userId(), "userId"));
        reply.put("sessionId", required(parameters.sessionId(), "sessionId"));
        reply.put("urlToken", parameters.urlToken().reveal());
        reply.put("testMode", parameters.testMode());
        reply.put("emitWithAck", parameters.emitWithAck());
        return write(reply);
    }

    /**
     * Our part of the connection's query as it stands on the wire, each value percent-encoded twice (PROTOCOL §4). It
     * contains the token: not for logs.
     */
    public String query(HandshakeParameters parameters) {
        return "sessionId=" + twice(required(parameters.sessionId(), "sessionId"))
                + "&urlToken=" + twice(parameters.urlToken().reveal())
                + "&userId=" + twice(required(parameters.userId(), "userId"))
                + "&testMode=" + parameters.testMode()
                + "&emitWithAck=" + parameters.emitWithAck();
    }

    /**
     * Reads the argument array of a Socket.IO EVENT packet. Payloads of any shape map to an event (PROTOCOL §8).
     *
     * @throws MalformedFrameException if it is not JSON, beyond the limits, not an array, or has no event name
     */
    public ServerEvent decodeEvent(String jsonArray) throws MalformedFrameException {
        if (!(parse(jsonArray) instanceof List<?> array)) {
            throw new MalformedFrameException("an event must be a JSON array");
        }
        if (array.isEmpty() || !(array.get(0) instanceof String name)) {
            throw new MalformedFrameException("an event must begin with its name");
        }
        return EventDecoder.decode(name, array.size() > 1 ? array.get(1) : null);
    }

    /**
     * Reads one JSON document of any kind. Of members with the same name the last one counts.
     *
     * @return a Map or List, unmodifiable all the way down and in the order of the document, or a String, Boolean, Long,
     *     BigInteger (whole numbers beyond a long), Double (all other numbers), or null
     * @throws MalformedFrameException if it is not exactly one JSON document, or beyond the limits
     */
    public Object parse(String json) throws MalformedFrameException {
        return reader.read(json);
    }

    /**
     * Writes maps (in their own order), collections, object arrays, text, enum constants, the standard numbers, booleans
     * and null as compact JSON. Lone surrogates are escaped; NaN and infinities become null, as in JavaScript.
     *
     * @throws IllegalArgumentException for other classes, null keys and nesting beyond 72 levels; the message names the
     *     class, never the value
     */
    public String write(Object value) {
        return JsonWriter.write(value);
    }

    /**
     * Percent-encodes as JavaScript's function of this name: UTF-8, a space is {@code %20}, and {@code - _ . ! ~ * ' ( )}
     * stay bare. A lone surrogate, for which JavaScript throws, becomes the replacement character.
     */
    public static String encodeUriComponent(String value) {
        return UriComponent.encode(value);
    }

    private static String twice(String value) {
        return encodeUriComponent(encodeUriComponent(value));
    }

    private static String required(String value, String name) {
        return Objects.requireNonNull(value, name);
    }
}
