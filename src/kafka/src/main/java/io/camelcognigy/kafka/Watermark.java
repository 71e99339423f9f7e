package io.camelcognigy.kafka;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far a partition is finished, as it is committed: everything below {@code offset}, and beyond it the ranges in
 * {@code finished}. These travel in the commit's metadata, so that the next owner need not process them again.
 *
 * @param offset the first offset that is not finished
 * @param released whether the owner has left the partition, so that it takes nothing beyond {@code taken} any more
 * @param taken the first offset that had not been taken at the commit
 * @param finished first to last offset of each finished range beyond {@code offset}, inclusive, ascending
 */
record Watermark(long offset, boolean released, long taken, NavigableMap<Long, Long> finished) {

    /** Brokers refuse more than 4,096 bytes as they come ({@code offset.metadata.max.bytes}). */
    static final int MAX_METADATA = 4_000;

    private static final Pattern METADATA =
            Pattern.compile("camel-cognigy/1 (open|released) (\\d{1,18})((?: \\d{1,18}-\\d{1,18})*)");

    private static final Pattern RANGE = Pattern.compile("(\\d+)-(\\d+)");

    Watermark {
        finished = new TreeMap<>(finished);
    }

    /** What was committed; null if it was not written by a ledger, and so says nothing beyond its offset. */
    static Watermark of(OffsetAndMetadata committed) {
        Matcher text = METADATA.matcher(committed.metadata());
        if (!text.matches()) {
            return null;
        }
        long offset = committed.offset();
        NavigableMap<Long, Long> finished = new TreeMap<>();
        Matcher range = RANGE.matcher(text.group(3));
        while (range.find()) {
            finished.put(offset + Long.parseLong(range.group(1)), offset + Long.parseLong(range.group(2)));
        }
        return new Watermark(
                offset, text.group(1).equals("released"), offset + Long.parseLong(text.group(2)), finished);
    }

    /** Ranges that do not fit into the metadata are left out, the highest first: these would be processed again. */
    OffsetAndMetadata toCommit() {
        StringBuilder text = new StringBuilder("camel-cognigy/1 ")
                .append(released ? "released " : "open ")
                .append(taken - offset);
        for (Map.Entry<Long, Long> range : finished.entrySet()) {
            String next = " " + (range.getKey() - offset) + "-" + (range.getValue() - offset);
            if (text.length() + next.length() > MAX_METADATA) {
                break;
            }
            text.append(next);
        }
        return new OffsetAndMetadata(offset, text.toString());
    }

    boolean finished(long candidate) {
        Map.Entry<Long, Long> range = finished.floorEntry(candidate);
        return candidate < offset || range != null && candidate <= range.getValue();
    }
}
