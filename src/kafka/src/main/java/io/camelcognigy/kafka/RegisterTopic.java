package io.camelcognigy.kafka;

import io.camelcognigy.kafka.RegisterReader.UnfitException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register's topic: makes it where it is missing, refuses one that does not fit, and reads its partitions. Blocks; one
 * thread at a time reads.
 */
final class RegisterTopic implements RegisterReader.Standing {

    private static final Logger LOG = LoggerFactory.getLogger(RegisterTopic.class);

    /** Of one partition; of more, those that were written longest ago are passed over. */
    static final int MOST_SESSIONS = 200_000;

    /** What was written last is not compacted before its segment ends, and all of it is read when a partition comes. */
    private static final Map<String, String> MADE_WITH = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG, "16777216",
            TopicConfig.SEGMENT_MS_CONFIG, "3600000",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final String topic;
    private final Set<String> inputs;
    private final Supplier<Admin> admins;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Lock reading = new ReentrantLock();
    private boolean checked;
    private volatile Consumer<byte[], byte[]> open;
    private volatile boolean closed;

    /**
     * @param inputs the topics that sessions' inputs come from
     * @param consumers of bytes, of no group
     */
    RegisterTopic(
            String topic, Set<String> inputs, Supplier<Admin> admins, Supplier<Consumer<byte[], byte[]>> consumers) {
        this.topic = topic;
        this.inputs = inputs;
        this.admins = admins;
        this.consumers = consumers;
    }

    /** Those last that were written last. */
    @Override
    public Map<Integer, Map<String, RegisterRecord>> read(Set<Integer> partitions)
            throws UnfitException, ExecutionException, TimeoutException, InterruptedException {
        reading.lockInterruptibly();
        try {
            if (!checked) {
                check();
                checked = true;
            }
            return readAll(partitions);
        } finally {
            open = null;
            reading.unlock();
        }
    }

    private Map<Integer, Map<String, RegisterRecord>> readAll(Set<Integer> partitions) throws TimeoutException {
        Map<Integer, Map<String, RegisterRecord>> found = new HashMap<>();
        partitions.forEach(number -> found.put(number, new LinkedHashMap<>()));
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            Set<TopicPartition> unread = new HashSet<>();
            partitions.forEach(number -> unread.add(new TopicPartition(topic, number)));
            open = consumer;
            if (closed) {
                throw new WakeupException();
            }
            consumer.assign(unread);
            consumer.seekToBeginning(unread);
            Map<TopicPartition, Long> ends = consumer.endOffsets(unread, PATIENCE);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (!unread.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    put(found.get(record.partition()), record);
                    until = System.nanoTime() + PATIENCE.toNanos();
                }
                unread.removeIf(partition -> consumer.position(partition, PATIENCE) >= ends.get(partition));
                if (System.nanoTime() - until > 0) {
                    throw new TimeoutException("nothing more comes of " + unread);
                }
            }
        }
        return found;
    }

    /** Ends a reading that is under way, with a {@link WakeupException}. */
    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> read = open;
        if (read != null) {
            read.wakeup();
        }
        try {
            // It parts with its brokers in peace.
            if (reading.tryLock(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                reading.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void put(Map<String, RegisterRecord> found, ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            found.remove(new String(record.key(), StandardCharsets.UTF_8));
            return;
        }
        Optional<RegisterRecord> read = RegisterRecord.of(record);
        if (read.isPresent()) {
            String key = read.get().entry().ids().sessionKey();
            found.remove(key);
            found.put(key, read.get());
            if (found.size() > MOST_SESSIONS) {
                found.remove(found.keySet().iterator().next());
            }
        }
    }

    private void check() throws UnfitException, ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = admins.get()) {
            Map<String, TopicDescription> known = new HashMap<>();
            for (String input : inputs) {
                TopicDescription described = describe(admin, input);
                if (described == null) {
                    throw new UnfitException("the brokers know no topic " + input);
                }
                known.put(input, described);
            }
            TopicDescription register = describe(admin, topic);
            if (register == null) {
                create(admin, known);
                return;
            }
            for (Map.Entry<String, TopicDescription> input : known.entrySet()) {
                int wanted = input.getValue().partitions().size();
                int has = register.partitions().size();
                if (has < wanted) {
                    throw new UnfitException("the register " + topic + " has " + has + " partitions and "
                            + input.getKey() + " has " + wanted + ": it needs as many");
                }
            }
            refuseWhatForgets(admin);
        }
    }

    private static TopicDescription describe(Admin admin, String name)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return admin.describeTopics(List.of(name))
                    .topicNameValues()
                    .get(name)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw e;
        }
    }

    private void create(Admin admin, Map<String, TopicDescription> known)
            throws UnfitException, ExecutionException, TimeoutException, InterruptedException {
        TopicDescription like = Collections.max(
                known.values(),
                Comparator.comparingInt(input -> input.partitions().size()));
        int partitions = like.partitions().size();
        short replicas = (short) like.partitions().get(0).replicas().size();
        NewTopic wanted = new NewTopic(topic, partitions, replicas).configs(MADE_WITH);
        try {
            admin.createTopics(List.of(wanted)).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info(
                    "{} is made, compacted, with {} partitions and {} replicas as {} has them",
                    topic,
                    partitions,
                    replicas,
                    like.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new UnfitException("the register " + topic + " is missing and cannot be made ("
                        + e.getCause().getClass().getSimpleName() + "): make it, compacted, with " + partitions
                        + " partitions, or turn the register off");
            }
        }
    }

    /** A topic that deletes by age forgets who has been silent for long, and one that does not compact grows for ever. */
    private void refuseWhatForgets(Admin admin) throws UnfitException, TimeoutException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        String policy;
        try {
            policy = admin.describeConfigs(List.of(resource))
                    .values()
                    .get(resource)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value();
        } catch (ExecutionException e) {
            // Not everybody may look at the configuration.
            LOG.debug("Whether {} is compacted is not known: {}", topic, e.toString());
            return;
        }
        if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
            throw new UnfitException(
                    "the register " + topic + " has cleanup.policy=" + policy + ": it must be compact");
        }
    }
}
