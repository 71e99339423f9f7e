package io.camelcognigy.mail;

/** Text that goes where a line break or a control character would do harm: a header, a file name, a log line. */
final class OneLine {

    private OneLine() {}

    /** On one line, blanks collapsed, at most so many characters. */
    static String of(String text, int maxChars) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), maxChars));
        text.codePoints()
                .map(c -> breaks(c) ? ' ' : c)
                .filter(c -> c != ' ' || (!out.isEmpty() && out.charAt(out.length() - 1) != ' '))
                .takeWhile(c -> out.length() + Character.charCount(c) <= maxChars)
                .forEach(out::appendCodePoint);
        return out.toString().strip();
    }

    /** Line breaks of every kind, and what could reorder or hide the text around it; a lone surrogate is no character. */
    private static boolean breaks(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.SURROGATE -> true;
            case Character.FORMAT -> c != 0x200d;
            default -> false;
        };
    }
}
