package io.camelcognigy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Message;

/** How a message body becomes an input: text, or an object with known fields. */
final class InputMapper {

    private static final Set<String> FIELDS = Set.of("text", "data", "resetFlow", "userId", "passthroughIp");
    private static final String RESERVED = "_cognigy";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final InputFormat format;
    private final boolean idsFromJson;
    private final boolean allowReservedData;
    private final ProtocolCodec codec = new ProtocolCodec();

    InputMapper(CognigyConfiguration options) {
        this.format = options.getInputFormat();
        this.idsFromJson = options.isIdsFromJson();
        this.allowReservedData = options.isAllowReservedData();
    }

    /** @param resetFlow null where the body does not say */
    record Input(String text, Map<String, Object> data, Boolean resetFlow, String userId, String passthroughIp) {

        Input withoutIds() {
            return new Input(text, data, resetFlow, null, null);
        }

        @Override
        public String toString() {
            return "Input";
        }
    }

    Input map(Message message) throws InvalidInputException {
        Object body = message.getBody();
        if (body instanceof Map<?, ?> map) {
            return fromFields(map);
        }
        if (body instanceof ObjectNode object) {
            return fromFields(fields(object));
        }
        String text = body instanceof JsonNode value && value.isValueNode()
                ? value.asText()
                : body == null ? null : message.getBody(String.class);
        return switch (format(message)) {
            case TEXT -> text(text);
            case JSON -> fromJson(object(text));
            case AUTO -> auto(text);
        };
    }

    private InputFormat format(Message message) throws InvalidInputException {
        String name = message.getHeader(CognigyConstants.INPUT_FORMAT, String.class);
        if (name == null || name.isBlank()) {
            return format;
        }
        return Arrays.stream(InputFormat.values())
                .filter(known -> known.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(
                        FailureCode.INVALID_FIELD,
                        "the header " + CognigyConstants.INPUT_FORMAT + " must be one of "
                                + Arrays.toString(InputFormat.values()).toLowerCase(Locale.ROOT)));
    }

    private Input auto(String text) throws InvalidInputException {
        if (text == null || !text.stripLeading().startsWith("{")) {
            return text(text);
        }
        // What a person types may begin with a brace, too: only an object that speaks our fields is meant as one.
        if (parse(text) instanceof Map<?, ?> map && map.keySet().stream().anyMatch(FIELDS::contains)) {
            return fromJson(map);
        }
        return text(text);
    }

    private Map<?, ?> object(String json) throws InvalidInputException {
        if (json != null && parse(json) instanceof Map<?, ?> map) {
            return map;
        }
        throw new InvalidInputException(
                FailureCode.INVALID_JSON, "the body is not a JSON object, as inputFormat=json says");
    }

    /** The parsed value; null if it is no JSON. */
    private Object parse(String json) {
        try {
            return codec.parse(json);
        } catch (MalformedFrameException e) {
            return null;
        }
    }

    private static Input text(String text) {
        return new Input(text, null, null, null, null);
    }

    /** Whoever writes a text could pose as anybody in it. */
    private Input fromJson(Map<?, ?> fields) throws InvalidInputException {
        Input input = fromFields(fields);
        return idsFromJson ? input : input.withoutIds();
    }

    private Input fromFields(Map<?, ?> fields) throws InvalidInputException {
        return new Input(
                string(fields, "text"),
                data(fields),
                flag(fields, "resetFlow"),
                string(fields, "userId"),
                string(fields, "passthroughIp"));
    }

    private static Map<?, ?> fields(ObjectNode object) {
        return MAPPER.convertValue(object, Map.class);
    }

    private static String string(Map<?, ?> fields, String name) throws InvalidInputException {
        Object value = fields.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new InvalidInputException(FailureCode.INVALID_FIELD, "the field '" + name + "' must be a string");
    }

    private static Boolean flag(Map<?, ?> fields, String name) throws InvalidInputException {
        Object value = fields.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        // The documentation's own samples show the flag as a string (PROTOCOL §7); on the wire it is a boolean.
        if ("true".equals(value) || "false".equals(value)) {
            return Boolean.valueOf((String) value);
        }
        throw new InvalidInputException(FailureCode.INVALID_FIELD, "the field '" + name + "' must be true or false");
    }

    private Map<String, Object> data(Map<?, ?> fields) throws InvalidInputException {
        Object value = fields.get("data");
        if (value instanceof ObjectNode object) {
            value = fields(object);
        }
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new InvalidInputException(FailureCode.INVALID_FIELD, "the field 'data' must be an object");
        }
        if (map.containsKey(RESERVED) && !allowReservedData) {
            throw new InvalidInputException(
                    FailureCode.RESERVED_DATA,
                    "the data carry the reserved key " + RESERVED + ", which only allowReservedData=true lets pass");
        }
        Map<String, Object> data = new LinkedHashMap<>();
        map.forEach((key, entry) -> data.put(String.valueOf(key), entry));
        return data;
    }
}
