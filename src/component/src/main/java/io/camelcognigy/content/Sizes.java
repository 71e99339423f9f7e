package io.camelcognigy.content;

import java.util.Collection;
import java.util.Map;

/** About how many bytes a value takes as JSON, without making it; for bounds. */
final class Sizes {

    private static final int SCALAR = 8;
    private static final int MAX_DEPTH = 80;

    private Sizes() {}

    static long of(Object value) {
        return of(value, 0);
    }

    private static long of(Object value, int depth) {
        if (value instanceof String text) {
            return utf8(text);
        }
        long bytes = SCALAR;
        if (depth < MAX_DEPTH && value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> member : map.entrySet()) {
                bytes += of(member.getKey(), depth + 1) + of(member.getValue(), depth + 1);
            }
        } else if (depth < MAX_DEPTH && value instanceof Collection<?> elements) {
            for (Object element : elements) {
                bytes += of(element, depth + 1);
            }
        }
        return value == null ? 0 : bytes;
    }

    private static long utf8(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Half of a pair counts two: the pair is four bytes.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
