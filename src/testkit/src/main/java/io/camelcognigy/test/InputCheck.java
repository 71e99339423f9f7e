package io.camelcognigy.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks a {@code processInput} against PROTOCOL §7. */
final class InputCheck {

    private static final Set<String> KNOWN = Set.of(
            "URLToken", "userId", "sessionId", "text", "data", "resetFlow", "passthroughIP", "source", "channel");

    private final String token;
    private final ClientHandshake handshake;
    private final List<Violation> violations = new ArrayList<>();

    private InputCheck(String token, ClientHandshake handshake) {
        this.token = token;
        this.handshake = handshake;
    }

    /** @param arguments the event's arguments, its name at index 0 */
    static List<Violation> violations(JsonNode arguments, String token, ClientHandshake handshake) {
        InputCheck check = new InputCheck(token, handshake);
        if (arguments.size() != 2 || !arguments.path(1).isObject()) {
            check.violation(Kind.INPUT_FIELD, "processInput takes one object");
        } else {
            check.check(arguments.path(1));
        }
        return check.violations;
    }

    private void check(JsonNode input) {
        input.fieldNames().forEachRemaining(name -> require(KNOWN.contains(name), "an unknown field"));
        identity(input, "URLToken", token);
        identity(input, "userId", handshake.userId());
        identity(input, "sessionId", handshake.sessionId());
        JsonNode text = input.path("text");
        JsonNode data = input.path("data");
        require(input.path("resetFlow").isBoolean(), "resetFlow is missing or no JSON boolean");
        require(text.isTextual() || text.isMissingNode(), "text is no string");
        require(data.isObject() || data.isNull() || data.isMissingNode(), "data is no object");
        require(textOrNull(input, "passthroughIP"), "passthroughIP is neither a string nor null");
        require("device".equals(input.path("source").textValue()), "source is not device");
        require(input.path("channel").isTextual(), "channel is missing or no string");
        boolean says = !text.asText("").isBlank() || data.isObject();
        require(says || input.path("resetFlow").asBoolean(), "neither text nor data");
    }

    private void identity(JsonNode input, String name, String expected) {
        JsonNode value = input.path(name);
        if (!value.isTextual()) {
            violation(Kind.INPUT_FIELD, name + " is missing or no string");
        } else if (!value.textValue().equals(expected)) {
            violation(Kind.ID_MISMATCH, name + " is not the handshake's");
        }
    }

    private static boolean textOrNull(JsonNode input, String name) {
        JsonNode value = input.path(name);
        return value.isTextual() || value.isNull() || value.isMissingNode();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            violation(Kind.INPUT_FIELD, otherwise);
        }
    }

    private void violation(Kind kind, String detail) {
        violations.add(new Violation(kind, handshake.sessionId(), detail));
    }
}
