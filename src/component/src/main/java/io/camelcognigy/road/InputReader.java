package io.camelcognigy.road;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what came by a road: a text, or a JSON object with the fields {@code text}, {@code data}, {@code resetFlow} and so
 * on, or one of the commands {@code "close": true} and
 * {@code "typing": "on"}. The same for all roads. Immutable and thread-safe.
 *
 * <p>Whether a value is JSON is said by its content type, where it has one of {@code text/*} or JSON's, else by the road's
 * setting. Who speaks is said by the envelope, such as a Kafka key or a JMS group, and not by the value: its
 * {@code sessionId} has no effect, its {@code userId} only where the road allows it.
 */
public final class InputReader {

    /** 1 MiB: Kafka's own limit for a record, and more than an Endpoint takes unless told otherwise (PROTOCOL §10). */
    public static final int DEFAULT_MAX_BYTES = 1 << 20;

    private static final String USER_ID = "userId";
    private static final String SESSION_ID = "sessionId";
    private static final String TYPING = "typing";
    private static final String CLOSE = "close";

    private final InputFormat format;
    private final boolean userIdFromBody;
    private final int maxBytes;
    private final ProtocolCodec codec = new ProtocolCodec();

    /**
     * @param format what a value is whose content type does not say so; {@code AUTO}: JSON is what begins with a brace
     * @param userIdFromBody whether a JSON value may say whose input it is
     * @param maxBytes the longest value that is read, in bytes of UTF-8
     */
    public InputReader(InputFormat format, boolean userIdFromBody, int maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("the longest input must have at least one byte");
        }
        this.format = format;
        this.userIdFromBody = userIdFromBody;
        this.maxBytes = maxBytes;
    }

    /**
     * @param contentType as the sender declared it; null or blank for nothing
     * @throws RejectedRecordException if there is no value, or it is no UTF-8 text
     * @throws InvalidInputException if it is too large, or not the JSON that it is said to be
     */
    public RoadInput read(byte[] value, String contentType) throws RejectedRecordException, InvalidInputException {
        if (value == null) {
            throw new RejectedRecordException("BRIDGE-NO-VALUE", "there is no value");
        }
        if (value.length > maxBytes) {
            throw tooLarge();
        }
        try {
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString(),
                    contentType);
        } catch (CharacterCodingException e) {
            throw new RejectedRecordException("BRIDGE-BAD-VALUE", "the value is not UTF-8 text");
        }
    }

    /**
     * @param contentType as the sender declared it; null or blank for nothing
     * @throws RejectedRecordException if there is no value
     * @throws InvalidInputException if it is too large, or not the JSON that it is said to be
     */
    public RoadInput read(String value, String contentType) throws RejectedRecordException, InvalidInputException {
        if (value == null) {
            throw new RejectedRecordException("BRIDGE-NO-VALUE", "there is no value");
        }
        if (longerThan(maxBytes, value)) {
            throw tooLarge();
        }
        return parse(value, contentType);
    }

    public int maxBytes() {
        return maxBytes;
    }

    private RoadInput parse(String value, String contentType) throws InvalidInputException {
        return json(value, contentType) ? fromJson(value) : RoadInput.text(value);
    }

    private boolean json(String value, String contentType) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (type.equals("application/json") || type.endsWith("+json")) {
            return true;
        }
        if (type.startsWith("text/")) {
            return false;
        }
        return format == InputFormat.JSON
                || format == InputFormat.AUTO && value.stripLeading().startsWith("{");
    }

    private RoadInput fromJson(String json) throws InvalidInputException {
        Map<String, Object> fields = new LinkedHashMap<>();
        object(json).forEach((name, value) -> fields.put((String) name, value));
        if (fields.values().stream().anyMatch(InputReader::beyondNumbers)) {
            // JavaScript would take it for infinite, and pass it on as null.
            throw new InvalidInputException(FailureCode.INVALID_FIELD, "a number is larger than JSON readers can hold");
        }
        boolean close = flag(fields.remove(CLOSE));
        String typing = typing(fields.remove(TYPING));
        fields.remove(SESSION_ID);
        if (!userIdFromBody) {
            fields.remove(USER_ID);
        }
        if (!close && typing == null) {
            return RoadInput.fields(Collections.unmodifiableMap(fields));
        }
        if (fields.get("text") != null || fields.get("data") != null || close && typing != null) {
            throw new InvalidInputException(
                    FailureCode.INVALID_FIELD,
                    "an input that closes its session, or tells that the person types, says nothing else");
        }
        return close ? RoadInput.CLOSING : RoadInput.typing(typing);
    }

    private Map<?, ?> object(String json) throws InvalidInputException {
        try {
            if (codec.parse(json) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (MalformedFrameException e) {
            // Its own message does not repeat content, but says no more than this.
        }
        throw new InvalidInputException(
                FailureCode.INVALID_JSON, "the input is said to be JSON, and is no JSON object");
    }

    private static boolean flag(Object value) throws InvalidInputException {
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw new InvalidInputException(FailureCode.INVALID_FIELD, "the field '" + CLOSE + "' must be true or false");
    }

    private static String typing(Object value) throws InvalidInputException {
        if (value == null || "on".equals(value) || "off".equals(value)) {
            return (String) value;
        }
        throw new InvalidInputException(FailureCode.INVALID_FIELD, "the field '" + TYPING + "' must be on or off");
    }

    private static boolean beyondNumbers(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(InputReader::beyondNumbers);
        }
        if (value instanceof Collection<?> list) {
            return list.stream().anyMatch(InputReader::beyondNumbers);
        }
        return value instanceof Double number && number.isInfinite();
    }

    private InvalidInputException tooLarge() {
        return new InvalidInputException(
                FailureCode.PAYLOAD_TOO_LARGE, "the input is longer than this road's limit of " + maxBytes + " bytes");
    }

    /** Counts only where the number of characters leaves a doubt. */
    private static boolean longerThan(int bytes, String text) {
        if (text.length() > bytes) {
            return true;
        }
        return text.length() > bytes / 3 && text.getBytes(StandardCharsets.UTF_8).length > bytes;
    }
}
