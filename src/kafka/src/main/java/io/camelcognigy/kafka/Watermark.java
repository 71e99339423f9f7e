package io.camelcognigy.kafka;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
 * @param leaderEpoch of the last record below {@code offset}, where it is known: with it a consumer notices a log that was
 *     cut off
 */
record Watermark(
        long offset, boolean released, long taken, NavigableMap<Long, Long> finished, Optional<Integer> leaderEpoch) {

    /** Brokers refuse more than 4,096 bytes as they come ({@code offset.metadata.max.bytes}). */
    static final int MAX_METADATA = 4_000;

    private static final Pattern METADATA =
            Pattern.compile("camel-cognigy/2 (open|released) (\\d{1,18})(?: ([rb][A-Za-z0-9_-]*))?");

    Watermark {
        finished = new TreeMap<>(finished);
    }

    Watermark(long offset, boolean released, long taken, NavigableMap<Long, Long> finished) {
        this(offset, released, taken, finished, Optional.empty());
    }

    /** What was committed; null if it was not written by a ledger, and so says nothing beyond its offset. */
    static Watermark of(OffsetAndMetadata committed) {
        Matcher text = METADATA.matcher(committed.metadata());
        if (!text.matches()) {
            return null;
        }
        long offset = committed.offset();
        NavigableMap<Long, Long> finished;
        try {
            finished = text.group(3) == null ? new TreeMap<>() : FinishedRanges.decode(offset, text.group(3));
        } catch (IllegalArgumentException e) {
            return null;
        }
        return new Watermark(
                offset,
                text.group(1).equals("released"),
                offset + Long.parseLong(text.group(2)),
                finished,
                committed.leaderEpoch());
    }

    OffsetAndMetadata toCommit() {
        return toCommit(MAX_METADATA);
    }

    /**
     * Ranges that do not fit into the metadata are left out, the highest first: these would be processed again.
     *
     * @param maxMetadata so many characters the metadata has at most; where not even its beginning fits, it is empty
     */
    OffsetAndMetadata toCommit(int maxMetadata) {
        String text = "camel-cognigy/2 " + (released ? "released " : "open ") + (taken - offset);
        if (text.length() > maxMetadata) {
            return new OffsetAndMetadata(offset, leaderEpoch, "");
        }
        if (!finished.isEmpty()) {
            String ranges = FinishedRanges.encode(offset, finished, maxMetadata - text.length() - 1);
            if (!ranges.isEmpty()) {
                text += " " + ranges;
            }
        }
        return new OffsetAndMetadata(offset, leaderEpoch, text);
    }

    boolean finished(long candidate) {
        Map.Entry<Long, Long> range = finished.floorEntry(candidate);
        return candidate < offset || range != null && candidate <= range.getValue();
    }
}
