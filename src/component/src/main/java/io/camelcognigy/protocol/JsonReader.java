package io.camelcognigy.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON text to unmodifiable maps, lists and values, within limits that keep a hostile document from costing more than a
 * small multiple of its own size. Thread-safe.
 *
 * <p>Numbers are {@link Long}, {@link java.math.BigInteger} for whole numbers beyond (their digits are limited), and
 * {@link Double} for all others, as they are for the JavaScript at the other end. A BigDecimal would be a trap:
 * {@code 1e1000000000} is 12 characters long and fills the memory as soon as somebody asks for its long value.
 */
final class JsonReader {

    static final int MAX_DEPTH = 64;
    static final int MAX_STRING_CHARS = 1_000_000;
    static final int MAX_NAME_CHARS = 10_000;
    static final int MAX_NUMBER_CHARS = 100;
    static final int MAX_TOKENS = 500_000;

    private final int maxDocumentBytes;
    private final JsonFactory factory;

    JsonReader(int maxDocumentBytes) {
        this.maxDocumentBytes = maxDocumentBytes;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxStringLength(MAX_STRING_CHARS)
                        .maxNameLength(MAX_NAME_CHARS)
                        .maxNumberLength(MAX_NUMBER_CHARS)
                        .maxTokenCount(MAX_TOKENS)
                        .maxDocumentLength(maxDocumentBytes)
                        .build())
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // A table of names shared by all documents would be state, and one that strangers fill.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    Object read(String json) throws MalformedFrameException {
        // Jackson counts a document's length only where it loads it piece by piece, which it does not do with strings.
        if (Utf8.longerThan(json, maxDocumentBytes)) {
            throw new MalformedFrameException("JSON document of more than " + maxDocumentBytes + " bytes");
        }
        try (JsonParser parser = factory.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new MalformedFrameException("no JSON: empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new MalformedFrameException("more than one JSON document");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedFrameException("JSON beyond a limit: depth " + MAX_DEPTH + ", string " + MAX_STRING_CHARS
                    + ", name " + MAX_NAME_CHARS + ", number " + MAX_NUMBER_CHARS + " characters, " + MAX_TOKENS
                    + " tokens");
        } catch (IOException e) {
            // Neither its message nor itself as the cause: it quotes the document.
            throw new MalformedFrameException("not valid JSON");
        }
    }

    /** Recursive; the depth limit guards the stack. */
    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? parser.getBigIntegerValue()
                        : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            default -> null;
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (members == null) {
                members = new LinkedHashMap<>();
            }
            members.put(name, value(parser));
        }
        return members == null ? Collections.emptyMap() : Collections.unmodifiableMap(members);
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = null;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements == null) {
                elements = new ArrayList<>();
            }
            elements.add(value(parser));
        }
        return elements == null ? Collections.emptyList() : Collections.unmodifiableList(elements);
    }
}
