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

    private final String name;
    private final RegisterTopic topic;
    private final Threads threads;
    private final Map<TopicPartition, Found> found = new ConcurrentHashMap<>();
    private volatile String trouble;

    /** For one assignment of a partition: what a reading for the assignment before puts in is not for this one. */
    private static final class Found {
        /** Null while they are being read. */
        private volatile Map<String, RegisterRecord> records;
    }

    RegisterReader(String name, RegisterTopic topic, Threads threads) {
        this.name = name;
        this.topic = topic;
        this.threads = threads;
    }

    /** Why nothing can be read, while something must be; else null. */
    String trouble() {
        return trouble;
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
        toRead.entrySet().removeIf(partition -> found.get(partition.getKey()) != partition.getValue());
        String why = toRead.isEmpty() ? null : tryToRead(toRead);
        if (why != null) {
            if (!why.equals(trouble)) {
                LOG.warn("{} wait: {}. It is tried again", toRead.keySet(), why);
            }
            threads.execute(() -> read(toRead, attempt + 1), RetryPause.after(attempt, null));
        }
        trouble = why;
    }

    /** @return why it cannot be read; null if it could, or need not be any more */
    private String tryToRead(Map<TopicPartition, Found> toRead) {
        Set<Integer> numbers = new HashSet<>();
        toRead.keySet().forEach(partition -> numbers.add(partition.partition()));
        try {
            Map<Integer, Map<String, RegisterRecord>> read = topic.read(numbers);
            toRead.forEach((partition, mine) -> mine.records = read.get(partition.partition()));
            return null;
        } catch (InterruptedException | WakeupException e) {
            LOG.debug("{} stays unread: the road stops", name);
            return null;
        } catch (RegisterTopic.UnfitException e) {
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
        topic.close();
    }
}
