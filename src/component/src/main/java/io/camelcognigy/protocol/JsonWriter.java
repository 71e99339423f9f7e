package io.camelcognigy.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Maps, lists and values to compact JSON text, as JavaScript's {@code JSON.stringify} would write it: members in the
 * order of the map, a lone surrogate escaped (bare, it could not be encoded in UTF-8), NaN and the infinities as null.
 * Jackson's generator passes lone surrogates through, hence this one.
 *
 * <p>One instance writes one document.
 */
final class JsonWriter {

    /** What {@link JsonReader} reads always fits, also inside the event's own array and object. */
    static final int MAX_DEPTH = JsonReader.MAX_DEPTH + 8;

    private final StringBuilder out = new StringBuilder(256);

    /**
     * @throws IllegalArgumentException for a value that JSON has no form for, or one nested too deeply (as a map that
     *     contains itself is); the message names the class and never the value
     */
    static String write(Object value) {
        return new JsonWriter().value(value, 0).text();
    }

    /** What is JSON already. */
    JsonWriter raw(String json) {
        out.append(json);
        return this;
    }

    /**
     * @param depth of the arrays and objects around it
     * @throws IllegalArgumentException as {@link #write}
     */
    JsonWriter value(Object value, int depth) {
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof CharSequence || value instanceof Character) {
            string(value.toString());
        } else if (value instanceof Enum<?> constant) {
            string(constant.name());
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            object(map, deeper(depth));
        } else if (value instanceof Collection<?> collection) {
            array(collection, deeper(depth));
        } else if (value instanceof Object[] array) {
            array(Arrays.asList(array), deeper(depth));
        } else if (value instanceof TemporalAccessor || value instanceof TemporalAmount) {
            // As ISO 8601 has it: 2026-11-24T10:15:30Z, PT1M30S.
            string(value.toString());
        } else if (value instanceof JsonNode node) {
            node(node, depth);
        } else {
            throw noJsonFor(value);
        }
        return this;
    }

    private void node(JsonNode node, int depth) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
                value(members, depth);
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                node.forEach(elements::add);
                value(elements, depth);
            }
            case NUMBER -> value(node.numberValue(), depth);
            case BOOLEAN -> value(node.booleanValue(), depth);
            case NULL, MISSING -> value(null, depth);
            case STRING, BINARY -> string(node.asText());
            case POJO -> value(((POJONode) node).getPojo(), depth);
        }
    }

    /** What was written. */
    String text() {
        return out.toString();
    }

    private static int deeper(int depth) {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " levels");
        }
        return depth + 1;
    }

    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> members = map.entrySet().iterator();
        while (members.hasNext()) {
            Map.Entry<?, ?> member = members.next();
            if (member.getKey() == null) {
                throw new IllegalArgumentException("JSON has no form for a map with a null key");
            }
            string(member.getKey().toString());
            out.append(':');
            value(member.getValue(), depth);
            if (members.hasNext()) {
                out.append(',');
            }
        }
        out.append('}');
    }

    private void array(Collection<?> elements, int depth) {
        out.append('[');
        Iterator<?> each = elements.iterator();
        while (each.hasNext()) {
            value(each.next(), depth);
            if (each.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void number(Number number) {
        if (number instanceof Double || number instanceof Float) {
            out.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
        } else if (number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal) {
            out.append(number);
        } else {
            throw noJsonFor(number);
        }
    }

    private void string(String text) {
        out.append('"');
        // What is plain goes out in one piece: most texts are, as a whole.
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Utf8.pairAt(text, i)) {
                i++;
                continue;
            }
            out.append(text, plainFrom, i);
            plainFrom = i + 1;
            special(c);
        }
        out.append(text, plainFrom, text.length());
        out.append('"');
    }

    private void special(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            default -> escape(c);
        }
    }

    private void escape(char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit((c >> shift) & 0xF, 16));
        }
    }

    private static IllegalArgumentException noJsonFor(Object value) {
        return new IllegalArgumentException(
                "JSON has no form for a " + value.getClass().getName());
    }
}
