package io.camelcognigy.protocol;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as JavaScript does it. Java's form encoder differs in spaces and in the marks (PROTOCOL §4). */
final class UriComponent {

    private static final String BARE_MARKS = "-_.!~*'()";
    private static final String REPLACEMENT = "\uFFFD";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private UriComponent() {}

    static String encode(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (bare(c)) {
                out.append(c);
            } else if (Utf8.pairAt(value, i)) {
                percent(value.substring(i, i + 2), out);
                i++;
            } else {
                // JavaScript throws for a lone surrogate; an odd id must not end a route.
                percent(Character.isSurrogate(c) ? REPLACEMENT : String.valueOf(c), out);
            }
        }
        return out.toString();
    }

    private static boolean bare(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || BARE_MARKS.indexOf(c) >= 0;
    }

    private static void percent(String character, StringBuilder out) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
            out.append('%').append(HEX[(b >> 4) & 0xF]).append(HEX[b & 0xF]);
        }
    }
}
