package io.camelcognigy.protocol;

/** Names that a server chose, made fit for a log line: nothing but short, plain identifiers is shown. */
final class Labels {

    private static final int MAX_CHARS = 40;

    private Labels() {}

    static String of(String name) {
        if (name == null) {
            return "none";
        }
        return plain(name) ? name : "(" + name.length() + " characters)";
    }

    private static boolean plain(String name) {
        return !name.isEmpty() && name.length() <= MAX_CHARS && name.chars().allMatch(Labels::plain);
    }

    private static boolean plain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-_.:".indexOf(c) >= 0;
    }
}
