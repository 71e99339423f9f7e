package io.camelcognigy.proof;

import io.camelcognigy.road.SessionKeys;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the connections to the endpoint apart: the WebSocket upgrade names the session (PROTOCOL §4). */
final class SessionLinks {

    private static final Pattern SESSION = Pattern.compile("[?&]sessionId=([^& ]*)");

    private SessionLinks() {}

    /** @return the session key; {@code known} where that is not empty */
    static String name(String known, ByteBuf request) {
        Matcher session = known.isEmpty() ? SESSION.matcher(request.toString(StandardCharsets.US_ASCII)) : null;
        return session != null && session.find() ? SessionKeys.key(session.group(1)) : known;
    }
}
