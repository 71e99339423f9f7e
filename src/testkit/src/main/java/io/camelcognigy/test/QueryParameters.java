package io.camelcognigy.test;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/** The request line of an upgrade, decoded once, as a server's HTTP library does. */
record QueryParameters(String path, Map<String, List<String>> values) {

    static QueryParameters of(String uri) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        return new QueryParameters(decoder.path(), decoder.parameters());
    }

    /** The first value, or null. */
    String get(String name) {
        List<String> found = values.get(name);
        return found == null ? null : found.get(0);
    }

    boolean innerHandshake() {
        return "true".equals(get("handshake"));
    }
}
