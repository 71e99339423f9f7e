package io.camelcognigy.jms;

/** What others wrote, made fit for a line of the log: no line ends, no control characters, not long. */
final class OneLine {

    private static final int MOST = 100;

    private OneLine() {}

    static String of(String text) {
        String cut = text.length() > MOST ? text.substring(0, MOST) + "..." : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "?");
    }
}
