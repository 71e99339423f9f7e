package io.camelcognigy.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The golden frames of {@code src/test/resources/frames}, without the line end at their end. */
final class Frames {

    /** Frames of every kind, as the starting point for variations. */
    static final List<String> EVENTS = List.of(
            read("output-text.json"),
            read("output-quick-replies.json"),
            read("output-gallery.json"),
            "[\"endpoint-ready\"]",
            "[\"handshake\"]",
            "[\"typingStatus\",{\"status\":\"typingOn\"}]",
            "[\"finalPing\",{\"type\":\"cognigyStopFlow\"}]",
            "[\"output\",{\"type\":\"finalPing\",\"data\":{\"type\":\"regular\"}}]",
            "[\"output\",{\"type\":\"error\",\"data\":{\"error\":{\"message\":\"no\",\"code\":\"E-1\"}}}]",
            "[\"exception\",{\"message\":\"no\",\"code\":-1.5e3,\"type\":\"t\",\"reference\":\"r\\u00e9f\"}]");

    private Frames() {}

    static String read(String name) {
        try (InputStream in = Frames.class.getResourceAsStream("/frames/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
