package io.camelcognigy.protocol;

/** An id or key that somebody else chose, for a log line: whole, but nothing in it can begin a line or reorder one. */
public final class LogText {

    private LogText() {}

    /**
     * The same text where it is harmless; else with each control character, line separator, invisible or reordering
     * character and each lone surrogate written as {@code \}{@code uXXXX}, and backslashes doubled.
     */
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && plain(text.charAt(at))) {
            at++;
        }
        return at == text.length() ? text : escaped(text);
    }

    /** The same of the first characters of a text that may be long; dots say that there is more. */
    public static String of(String text, int maxChars) {
        return text.length() <= maxChars ? of(text) : of(text.substring(0, maxChars)) + "...";
    }

    /** What nearly all ids consist of. */
    private static boolean plain(char c) {
        return c > ' ' && c < 0x7f && c != '\\';
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (c == '\\') {
                out.append("\\\\");
            } else if (harmful(c)) {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format("\\u%04x", (int) unit));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean harmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
