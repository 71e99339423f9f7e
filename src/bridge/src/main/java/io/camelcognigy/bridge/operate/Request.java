package io.camelcognigy.bridge.operate;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody asks of the operation port.
 *
 * @param path its parts, decoded, without {@code /observe}
 * @param query the first value of each parameter
 * @param body as text; empty where nothing is to be changed
 */
public record Request(String method, List<String> path, Map<String, String> query, String body) {

    static Request of(String method, URI uri) {
        List<String> parts = List.of(uri.getRawPath().split("/")).stream()
                .filter(part -> !part.isEmpty())
                .map(Request::decode)
                .toList();
        Map<String, String> query = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] nameAndValue = pair.split("=", 2);
                query.putIfAbsent(decode(nameAndValue[0]), nameAndValue.length > 1 ? decode(nameAndValue[1]) : "");
            }
        }
        return new Request(method, parts, query, "");
    }

    /** Whether it wants something changed. */
    public boolean writes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    /** Shows nothing of it: there may be somebody's key or words in it. */
    @Override
    public String toString() {
        return "Request[" + method + "]";
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
