package io.camelcognigy.bridge.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the operation port answers. */
public record Answer(int status, String contentType, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param body what Jackson writes as JSON */
    public static Answer json(int status, Object body) {
        try {
            return new Answer(status, "application/json", JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Answer error(int status, String message) {
        return json(status, Map.of("error", message));
    }

    static Answer text(String contentType, String body) {
        return new Answer(200, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
