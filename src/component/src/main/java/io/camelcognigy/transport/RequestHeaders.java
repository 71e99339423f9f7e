package io.camelcognigy.transport;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Headers of the user's own on the request that opens a connection. Values may be secrets. */
public final class RequestHeaders {

    public static final RequestHeaders NONE = new RequestHeaders(Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

    /** Those that the upgrade to a WebSocket is made of, or that say how long the request is. */
    private static final Set<String> OURS =
            Set.of("host", "upgrade", "connection", "content-length", "transfer-encoding", "expect");

    private final Map<String, String> headers;

    private RequestHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    /** @throws IllegalArgumentException naming the header that cannot be sent, and never its value */
    public static RequestHeaders of(Map<String, String> headers) {
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()
                    || value == null
                    || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "requestHeaders: name or value of '" + name.replaceAll("\\P{Print}", "?") + "' cannot be sent");
            }
            if (OURS.contains(lower) || lower.startsWith("sec-websocket-")) {
                throw new IllegalArgumentException("requestHeaders: " + name + " is the WebSocket's own");
            }
        });
        return new RequestHeaders(new LinkedHashMap<>(headers));
    }

    public Map<String, String> asMap() {
        return Map.copyOf(headers);
    }

    /** As lines of an HTTP/1.1 request, each with its end. */
    public String lines() {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.toString();
    }

    /** Names only. */
    @Override
    public String toString() {
        return "RequestHeaders" + headers.keySet();
    }
}
