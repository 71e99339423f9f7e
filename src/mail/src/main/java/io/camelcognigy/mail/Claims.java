package io.camelcognigy.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Which mails wait, which are under way, and whose turn it is: one mail of a thread at a time, in the order of their UIDs;
 * threads do not wait for each other. For one thread.
 */
final class Claims {

    private static final int MAX_KEYS = 10_000;
    private static final Duration MAX_DELAY = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final Map<Long, String> underWay = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    /** What was read once of a mail whose turn it was not. */
    private final Map<Long, String> keys = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MAX_KEYS;
        }
    };

    private final Map<Long, Retry> retries = new HashMap<>();

    private record Retry(long since, int tries, long due) {}

    Claims(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** These mails wait, and no others. */
    void found(List<Long> uids) {
        waiting.clear();
        waiting.addAll(uids);
        keys.keySet().removeIf(uid -> !waiting.contains(uid) && !underWay.containsKey(uid));
        retries.keySet().removeIf(uid -> !waiting.contains(uid) && !underWay.containsKey(uid));
        waiting.removeAll(underWay.keySet());
    }

    /** Those that wait, the oldest first, as a copy. */
    List<Long> waiting() {
        return new ArrayList<>(waiting);
    }

    /**
     * Whether this mail may be taken.
     *
     * @param passedOver the threads of which an older mail waits; this one's is added if it has to wait
     */
    boolean isReady(long uid, Set<String> passedOver) {
        if (!waiting.contains(uid)) {
            return false;
        }
        String key = keys.get(uid);
        Retry retry = retries.get(uid);
        boolean ready =
                (key == null || isFree(key, passedOver)) && (retry == null || retry.due - nanoTime.getAsLong() <= 0);
        if (!ready && key != null) {
            passedOver.add(key);
        }
        return ready;
    }

    boolean isFree(String key, Set<String> passedOver) {
        return !busy.contains(key) && !passedOver.contains(key);
    }

    /** Its verdict is spoken, and the mailbox need only be told. */
    void passOver(long uid) {
        waiting.remove(uid);
    }

    void know(long uid, String key) {
        keys.put(uid, key);
    }

    /** Null if it was not read yet, or is forgotten. */
    String key(long uid) {
        return keys.get(uid);
    }

    boolean wasTried(long uid) {
        return retries.containsKey(uid);
    }

    void start(long uid, String key) {
        waiting.remove(uid);
        underWay.put(uid, key);
        busy.add(key);
    }

    /** Nothing more is to be done to this mail. */
    void done(long uid) {
        release(uid);
        waiting.remove(uid);
        keys.remove(uid);
        retries.remove(uid);
    }

    /**
     * The mail waits again, for a while that grows.
     *
     * @param maxAge 0: for ever
     * @return false if it has been tried for longer than that; then it stays under way
     */
    boolean again(long uid, Duration maxAge) {
        long now = nanoTime.getAsLong();
        Retry last = retries.get(uid);
        long since = last == null ? now : last.since;
        int tries = last == null ? 1 : last.tries + 1;
        if (!maxAge.isZero() && now - since >= maxAge.toNanos()) {
            return false;
        }
        long delay = Math.min(Duration.ofSeconds(1L << Math.min(tries - 1, 10)).toNanos(), MAX_DELAY.toNanos());
        retries.put(uid, new Retry(since, tries, now + delay));
        release(uid);
        waiting.add(uid);
        return true;
    }

    /** Those that wait to be tried again, and were first tried so long ago. 0: none. */
    List<Long> tooOld(Duration maxAge) {
        long now = nanoTime.getAsLong();
        return retries.entrySet().stream()
                .filter(entry -> !maxAge.isZero() && now - entry.getValue().since >= maxAge.toNanos())
                .map(Map.Entry::getKey)
                .filter(waiting::contains)
                .toList();
    }

    /** Whoever waits to be tried again need not wait any longer. */
    void hurry() {
        long now = nanoTime.getAsLong();
        retries.replaceAll((uid, retry) -> new Retry(retry.since, retry.tries, now));
    }

    /** UIDs mean other mails from now on. */
    void forget() {
        waiting.clear();
        keys.clear();
        retries.clear();
        underWay.clear();
        busy.clear();
    }

    int underWay() {
        return underWay.size();
    }

    /** As a copy. */
    Set<Long> mailsUnderWay() {
        return new HashSet<>(underWay.keySet());
    }

    private void release(long uid) {
        String key = underWay.remove(uid);
        if (key != null) {
            busy.remove(key);
        }
    }
}
