package io.camelcognigy.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** An answer as the floors write it: the five keys that every answer of the bridge has. */
final class FloorEnvelope {

    private final JsonFactory json = new JsonFactory();

    String of(String key, String text) {
        StringWriter written = new StringWriter();
        try (JsonGenerator generator = json.createGenerator(written)) {
            generator.writeStartObject();
            generator.writeStringField("type", "output");
            generator.writeStringField("sessionKey", key);
            generator.writeStringField("sessionId", key);
            generator.writeStringField("text", text);
            generator.writeNullField("data");
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written.toString();
    }
}
