package io.camelcognigy.protocol;

/** Lengths in UTF-8 without making the bytes. A lone surrogate counts as the replacement character, three bytes. */
final class Utf8 {

    private Utf8() {}

    static long length(CharSequence text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += 1;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (pairAt(text, i)) {
                bytes += 4;
                i++;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }

    static boolean longerThan(CharSequence text, int bytes) {
        // Most texts are far from the limit either way, and need no counting.
        return text.length() > bytes || (text.length() > bytes / 3 && length(text) > bytes);
    }

    /** Whether a well-formed surrogate pair begins at {@code index}. */
    static boolean pairAt(CharSequence text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
