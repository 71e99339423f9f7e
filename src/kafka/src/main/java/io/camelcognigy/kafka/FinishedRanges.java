package io.camelcognigy.kafka;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Ranges of offsets as text, as short as it goes: either the lengths of gaps and ranges in turn (r), which suits few long
 * ones, or a bit for each offset (b), which suits many short ones.
 */
final class FinishedRanges {

    /** What a bit each is tried for. */
    private static final long MAX_BITS = 8L * Watermark.MAX_METADATA;

    private FinishedRanges() {}

    /** @param maxLength ranges that do not fit are left out, the highest first; empty if none fits */
    static String encode(long offset, NavigableMap<Long, Long> ranges, int maxLength) {
        // The letter that says which it is, and four characters for three bytes.
        int maxBytes = (maxLength - 1) * 3 / 4;
        if (maxBytes < 2) {
            return "";
        }
        Encoded runs = runs(offset, ranges, maxBytes);
        Encoded bits = bits(offset, ranges, maxBytes);
        Encoded best =
                bits.covered > runs.covered || bits.covered == runs.covered && bits.bytes.length < runs.bytes.length
                        ? bits
                        : runs;
        return best.bytes.length == 0
                ? ""
                : best.kind + Base64.getUrlEncoder().withoutPadding().encodeToString(best.bytes);
    }

    /** @throws IllegalArgumentException if that is none */
    static NavigableMap<Long, Long> decode(long offset, String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text.substring(1));
        return text.charAt(0) == 'b' ? ofBits(offset, BitSet.valueOf(bytes)) : ofRuns(offset, bytes);
    }

    /** @param covered the last offset that it tells of */
    private record Encoded(char kind, byte[] bytes, long covered) {}

    private static Encoded runs(long offset, NavigableMap<Long, Long> ranges, int maxBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long position = offset;
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            ByteArrayOutputStream next = new ByteArrayOutputStream();
            write(next, range.getKey() - position);
            write(next, range.getValue() - range.getKey() + 1);
            if (out.size() + next.size() > maxBytes) {
                break;
            }
            out.writeBytes(next.toByteArray());
            position = range.getValue() + 1;
        }
        return new Encoded('r', out.toByteArray(), position - 1);
    }

    private static Encoded bits(long offset, NavigableMap<Long, Long> ranges, int maxBytes) {
        BitSet bits = new BitSet();
        for (Map.Entry<Long, Long> range : ranges.entrySet()) {
            long first = range.getKey() - offset;
            long last = range.getValue() - offset;
            if (first >= MAX_BITS) {
                break;
            }
            bits.set((int) first, (int) Math.min(last + 1, MAX_BITS));
        }
        byte[] bytes = bits.toByteArray();
        byte[] fitting = bytes.length > maxBytes ? Arrays.copyOf(bytes, maxBytes) : bytes;
        return new Encoded('b', fitting, offset + BitSet.valueOf(fitting).length() - 1);
    }

    private static NavigableMap<Long, Long> ofBits(long offset, BitSet bits) {
        NavigableMap<Long, Long> ranges = new TreeMap<>();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            ranges.put(offset + first, offset + end - 1);
            first = bits.nextSetBit(end);
        }
        return ranges;
    }

    private static NavigableMap<Long, Long> ofRuns(long offset, byte[] bytes) {
        NavigableMap<Long, Long> ranges = new TreeMap<>();
        Reader reader = new Reader(bytes);
        long position = offset;
        while (reader.hasNext()) {
            long first = position + reader.next();
            position = first + reader.next();
            if (first < offset || position <= first) {
                throw new IllegalArgumentException("no ranges");
            }
            ranges.put(first, position - 1);
        }
        return ranges;
    }

    /** Seven bits a byte, the lowest first. */
    private static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        private Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        private boolean hasNext() {
            return at < bytes.length;
        }

        private long next() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                if (at == bytes.length) {
                    break;
                }
                byte next = bytes[at++];
                value |= (long) (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("no number");
        }
    }
}
