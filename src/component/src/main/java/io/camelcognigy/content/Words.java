package io.camelcognigy.content;

/** Text of strangers, cleaned for people's eyes. */
final class Words {

    private static final String CUT = "…";

    private Words() {}

    /** On one line, blanks collapsed, without control characters; cut, and marked as cut, beyond so many characters. */
    static String line(Object value, int maxChars) {
        if (!(value instanceof String text)) {
            return "";
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), maxChars));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (hidden(c)) {
                continue;
            }
            boolean blank = blank(c);
            if (blank && (out.isEmpty() || out.charAt(out.length() - 1) == ' ')) {
                continue;
            }
            if (out.length() + Character.charCount(c) > maxChars) {
                return out.toString().strip() + CUT;
            }
            out.appendCodePoint(blank ? ' ' : c);
        }
        return out.toString().strip();
    }

    /** Its line breaks and blanks kept, without other control characters; half a character is a whole unknown one. */
    static String block(String text) {
        if (text.codePoints().allMatch(c -> visible(c) == c)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .map(Words::visible)
                .filter(c -> c != 0)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** Of what {@link #block} makes of it, at most so many characters. */
    static String block(Object value, int maxChars) {
        if (!(value instanceof String text)) {
            return "";
        }
        String clean = block(text).strip();
        return clean.length() <= maxChars ? clean : clean.substring(0, wholeCharacters(clean, maxChars)) + CUT;
    }

    static boolean spoken(Object value) {
        return value instanceof String text && !text.isBlank();
    }

    private static int wholeCharacters(String text, int chars) {
        return Character.isHighSurrogate(text.charAt(chars - 1)) ? chars - 1 : chars;
    }

    /** The character that stands for this one; 0 for none. */
    private static int visible(int c) {
        if (c == '\n' || c == '\t') {
            return c;
        }
        return switch (Character.getType(c)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
            case Character.CONTROL -> c == '\r' || c == 0x85 ? '\n' : 0;
            case Character.SURROGATE -> 0xfffd;
            default -> hidden(c) ? 0 : c;
        };
    }

    private static boolean blank(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> true;
            default -> false;
        };
    }

    /**
     * What turns the text around it about, is no character at all, or shows nothing where a file begins. Not U+061C, U+200E
     * and U+200F: right-to-left languages need these marks, and they turn nothing around.
     */
    private static boolean hidden(int c) {
        return (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x206f)
                || c == 0xfeff
                || Character.getType(c) == Character.SURROGATE;
    }
}
