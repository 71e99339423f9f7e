package io.camelcognigy.contract;

import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A {@code traceparent} of W3C Trace Context, level 1: which trace something belongs to, and what came before it.
 *
 * @param traceId 32 hex digits, not all zero
 * @param parentId 16 hex digits, not all zero
 * @param flags 2 hex digits
 */
public record TraceParent(String traceId, String parentId, String flags) {

    /** The header, on Kafka and as a JMS property. */
    public static final String HEADER = "traceparent";

    private static final int LENGTH = 55;
    /** Later versions may say more behind it. */
    private static final int MAX_LENGTH = 512;

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    /**
     * Reads what a stranger sent.
     *
     * @return empty for all that is not a valid one, which is to be treated as if none had come
     */
    public static Optional<TraceParent> parse(String value) {
        if (value == null || value.length() < LENGTH || value.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var parts = FORM.matcher(value);
        if (!parts.matches()
                || parts.group(1).equals("ff")
                || (parts.group(1).equals("00") && value.length() != LENGTH)
                || zero(parts.group(2))
                || zero(parts.group(3))) {
            return Optional.empty();
        }
        return Optional.of(new TraceParent(parts.group(2), parts.group(3), parts.group(4)));
    }

    /** The first step of a new trace. */
    public static TraceParent start(RandomGenerator random, boolean sampled) {
        return new TraceParent(hex(random) + hex(random), hex(random), sampled ? "01" : "00");
    }

    /** The next step of the same trace. */
    public TraceParent child(RandomGenerator random) {
        return new TraceParent(traceId, hex(random), sampled() ? "01" : "00");
    }

    /** Whether somebody records it. */
    public boolean sampled() {
        return (Integer.parseInt(flags, 16) & 1) == 1;
    }

    /** As it is sent, in version 00. */
    public String value() {
        return "00-" + traceId + "-" + parentId + "-" + flags;
    }

    private static boolean zero(String hex) {
        return hex.chars().allMatch(c -> c == '0');
    }

    private static String hex(RandomGenerator random) {
        long bits;
        do {
            bits = random.nextLong();
        } while (bits == 0);
        return String.format("%016x", bits);
    }
}
