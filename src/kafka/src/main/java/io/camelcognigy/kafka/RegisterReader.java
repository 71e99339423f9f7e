package io.camelcognigy.kafka;

import io.camelcognigy.road.RetryPause;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what stands in the register of the partitions that have come, beside all else, and keeps it until the partition is
 * opened. What cannot be read is tried again until it is, or the partition is gone. Thread-safe.
 */
final class RegisterReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegisterReader.class);

    /** Where it reads. */
    interface Threads {

        /** Does it later, or never if the road has stopped. */
        void execute(Runnable task, Duration delay);
    }

    /** What stands in the topic. */
    interface Standing extends AutoCloseable {

        /**
         * By session key, in the partitions of these numbers. Waits for the brokers.
         *
         * @throws UnfitException if the topic does not do, until somebody changes it
         * @throws ExecutionException if the brokers say no
         * @throws TimeoutException if they do not answer
         */
        Map<Integer, Map<String, RegisterRecord>> read(Set<Integer> partitions)
                throws UnfitException, ExecutionException, TimeoutException, InterruptedException;

        @Override
        void close();
    }

    /** The message says what is wrong with the topic. */
    static final class UnfitException extends Exception {

        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }

    private final String name;
    private final Standing standing;
    private final Threads threads;
    private final Map<TopicPartition, Found> found = new ConcurrentHashMap<>();
    /** Why these cannot be read. */
    private final Map<TopicPartition, String> troubles = new ConcurrentHashMap<>();

    /** For one assignment of a partition: what a reading for the assignment before puts in is not for this one. */
    private static final class Found {
        /** Null while they are being read. */
        private volatile Map<String, RegisterRecord> records;
    }

    RegisterReader(String name, Standing standing, Threads threads) {
        this.name = name;
        this.standing = standing;
        this.threads = threads;
    }

    /** Why nothing can be read, while something must be; else null. */
    String trouble() {
        return troubles.values().stream().findFirst().orElse(null);
    }

    /** They have come. */
    void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, Found> toRead = new HashMap<>();
        partitions.forEach(partition -> toRead.put(partition, new Found()));
        found.putAll(toRead);
        threads.execute(() -> read(toRead, 1), Duration.ZERO);
    }

    /** They have gone, opened or not. */
    void gone(Collection<TopicPartition> partitions) {
        found.keySet().removeAll(partitions);
        troubles.keySet().removeAll(partitions);
    }

    /** Whether all is read that stands of that partition. */
    boolean isRead(TopicPartition partition) {
        Found read = found.get(partition);
        return read != null && read.records != null;
    }

    /** What was read of it, once. */
    Collection<RegisterRecord> take(TopicPartition partition) {
        Found read = found.remove(partition);
        return read == null || read.records == null ? Set.of() : read.records.values();
    }

    private void read(Map<TopicPartition, Found> toRead, int attempt) {
        // Those that went meanwhile, or came again and are read for that.
        toRead.entrySet().removeIf(partition -> {
            boolean gone = found.get(partition.getKey()) != partition.getValue();
            if (gone) {
                troubles.remove(partition.getKey());
            }
            return gone;
        });
        String why = toRead.isEmpty() ? null : tryToRead(toRead);
        if (why == null) {
            troubles.keySet().removeAll(toRead.keySet());
            return;
        }
        if (!troubles.containsValue(why)) {
            LOG.warn("{} wait: {}. It is tried again", toRead.keySet(), why);
        }
        // Each for itself: one that cannot be read must not hold up the others.
        toRead.forEach((partition, mine) -> {
            troubles.put(partition, why);
            Map<TopicPartition, Found> alone = new HashMap<>(Map.of(partition, mine));
            threads.execute(() -> read(alone, attempt + 1), RetryPause.after(attempt, null));
        });
    }

    /** @return why it cannot be read; null if it could, or need not be any more */
    private String tryToRead(Map<TopicPartition, Found> toRead) {
        Set<Integer> numbers = new HashSet<>();
        toRead.keySet().forEach(partition -> numbers.add(partition.partition()));
        try {
            Map<Integer, Map<String, RegisterRecord>> read = standing.read(numbers);
            toRead.forEach((partition, mine) -> mine.records = read.get(partition.partition()));
            return null;
        } catch (InterruptedException | WakeupException e) {
            LOG.debug("{} stays unread: the road stops", name);
            return null;
        } catch (UnfitException e) {
            return e.getMessage();
        } catch (ExecutionException e) {
            return cannotBeRead(e.getCause());
        } catch (TimeoutException | RuntimeException e) {
            return cannotBeRead(e);
        }
    }

    private String cannotBeRead(Throwable cause) {
        return "the register " + name + " cannot be read: " + cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        standing.close();
    }
}
