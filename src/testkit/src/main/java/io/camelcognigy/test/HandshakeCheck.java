package io.camelcognigy.test;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.test.Violation.Kind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a handshake, by query (PROTOCOL §4) or inner (PROTOCOL §5), and notes what is wrong with it. */
final class HandshakeCheck {

    private static final Set<String> INNER_FIELDS =
            Set.of("userId", "sessionId", "urlToken", "testMode", "emitWithAck");
    private static final Set<String> IDENTITY = Set.of("userId", "sessionId", "urlToken");
    private static final Pattern PERCENT_ENCODED = Pattern.compile("(?:[A-Za-z0-9\\-_.!~*'()]|%[0-9A-F]{2})*");

    private final String token;
    private final int engineIo;
    private final List<Violation> violations = new ArrayList<>();

    HandshakeCheck(String token, int engineIo) {
        this.token = token;
        this.engineIo = engineIo;
    }

    List<Violation> violations() {
        return violations;
    }

    ClientHandshake query(QueryParameters query) {
        String sessionId = decodedAgain(query, "sessionId");
        String userId = decodedAgain(query, "userId");
        String urlToken = decodedAgain(query, "urlToken");
        boolean testMode = flag(query, "testMode", false);
        boolean emitWithAck = flag(query, "emitWithAck", true);
        return handshake(false, userId, sessionId, urlToken, testMode, emitWithAck);
    }

    /** @param reply the arguments of the client's acknowledgement */
    ClientHandshake inner(JsonNode reply, QueryParameters query) {
        for (String name : IDENTITY) {
            if (query.get(name) != null) {
                violation(Kind.HANDSHAKE_FIELD, name + " is in the query despite the inner handshake");
            }
        }
        JsonNode fields = reply.path(0);
        if (reply.size() != 1 || !fields.isObject()) {
            violation(Kind.HANDSHAKE_FIELD, "the reply is not one object");
            return new ClientHandshake(engineIo, true, null, null, false, true, false);
        }
        fields.fieldNames().forEachRemaining(name -> {
            if (!INNER_FIELDS.contains(name)) {
                violation(Kind.HANDSHAKE_FIELD, "the reply has an unknown field");
            }
        });
        return handshake(
                true,
                text(fields, "userId"),
                text(fields, "sessionId"),
                text(fields, "urlToken"),
                flag(fields, "testMode", false),
                flag(fields, "emitWithAck", true));
    }

    private ClientHandshake handshake(
            boolean inner, String userId, String sessionId, String urlToken, boolean testMode, boolean emitWithAck) {
        boolean complete = userId != null && sessionId != null;
        boolean accepted = complete && token.equals(urlToken);
        return new ClientHandshake(engineIo, inner, userId, sessionId, testMode, emitWithAck, accepted);
    }

    private String decodedAgain(QueryParameters query, String name) {
        String value = query.get(name);
        if (value == null || value.isEmpty()) {
            violation(Kind.HANDSHAKE_FIELD, name + " is missing");
            return null;
        }
        if (!PERCENT_ENCODED.matcher(value).matches()) {
            violation(Kind.ID_ENCODING, name + " is not percent-encoded twice");
            return value;
        }
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private boolean flag(QueryParameters query, String name, boolean missing) {
        String value = query.get(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            violation(Kind.HANDSHAKE_FIELD, name + " is neither true nor false");
        }
        return value == null ? missing : value.equals("true");
    }

    private String text(JsonNode fields, String name) {
        JsonNode value = fields.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            violation(Kind.HANDSHAKE_FIELD, name + " is missing or no string");
            return null;
        }
        return value.textValue();
    }

    private boolean flag(JsonNode fields, String name, boolean missing) {
        JsonNode value = fields.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            violation(Kind.HANDSHAKE_FIELD, name + " is no JSON boolean");
        }
        return value.asBoolean(missing);
    }

    private void violation(Kind kind, String detail) {
        violations.add(new Violation(kind, null, detail));
    }
}
