package io.camelcognigy.test;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * JSON of the simulated endpoint. On purpose not the library's codec: a fault in that must not meet its own mirror image
 * here.
 */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    /** @throws JsonProcessingException if it is no JSON array */
    static JsonNode array(String json) throws JsonProcessingException {
        JsonNode array = MAPPER.readTree(json);
        if (!array.isArray()) {
            throw new JsonParseException(null, "not an array");
        }
        return array;
    }

    static Map<String, Object> map(JsonNode object) {
        return MAPPER.convertValue(object, OBJECT);
    }

    /** A packet: an ASCII prefix and a JSON value. */
    static ByteBuf packet(ByteBufAllocator allocator, String prefix, Object value) {
        ByteBuf packet = allocator.buffer(256);
        ByteBufUtil.writeAscii(packet, prefix);
        try (ByteBufOutputStream out = new ByteBufOutputStream(packet)) {
            MAPPER.writeValue((OutputStream) out, value);
            return packet;
        } catch (IOException e) {
            packet.release();
            throw new UncheckedIOException("a bot said something that is no JSON", e);
        }
    }
}
