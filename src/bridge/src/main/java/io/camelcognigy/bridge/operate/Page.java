package io.camelcognigy.bridge.operate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page at {@code /}: one file, with its style and script inside. Its policy names these two by their hashes: a browser runs
 * nothing else there, and asks nobody but this port.
 */
record Page(Answer answer, String policy) {

    private static final String FILE = "page.html";

    static Page load() {
        try (InputStream file = Page.class.getResourceAsStream(FILE)) {
            return of(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Page of(String html) {
        String policy = "default-src 'none'; script-src " + hash(html, "script") + "; style-src " + hash(html, "style")
                + "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new Page(Answer.text("text/html; charset=utf-8", html), policy);
    }

    private static String hash(String html, String element) {
        String begin = "<" + element + ">";
        String inside = html.substring(html.indexOf(begin) + begin.length(), html.indexOf("</" + element + ">"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inside.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }
}
