package io.camelcognigy.mail;

/**
 * Text of several lines without what a reader cannot see and a terminal or mail client may obey: control characters, and
 * what turns the direction of the text around it.
 */
final class VisibleText {

    private VisibleText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n")
                .codePoints()
                .map(VisibleText::visible)
                .filter(c -> c != 0)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    /** The character that stands for this one; 0 for none. */
    private static int visible(int c) {
        if (c == '\n' || c == '\t') {
            return c;
        }
        // U+061C, U+200E and U+200F are marks that right-to-left languages need and that turn nothing around.
        boolean turns = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x206f || c == 0xfeff;
        return switch (Character.getType(c)) {
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> '\n';
            case Character.CONTROL -> c == '\r' || c == 0x85 ? '\n' : 0;
            case Character.SURROGATE -> 0xfffd;
            default -> turns ? 0 : c;
        };
    }
}
