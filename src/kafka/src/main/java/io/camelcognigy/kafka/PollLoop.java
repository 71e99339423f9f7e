package io.camelcognigy.kafka;

import io.camelcognigy.road.FatalErrorHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a road that polls, commits and takes part in rebalances. It waits for no exchange: each record that
 * comes goes into the ledger of its partition, and from there through the route as soon as its key and a slot are free.
 * Between two polls finished work is committed, and partitions are paused or resumed.
 *
 * <p>A consumer that fails is made anew, for ever. An Error ends the loop, and by {@link FatalErrorHandler} the process.
 */
final class PollLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);

    /** While work is under way, polls are no longer than that: finished work is to be committed, room to be used. */
    private static final Duration TICK = Duration.ofMillis(50);

    private static final Duration POLL = Duration.ofMillis(250);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
    private static final Duration EXPIRE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LAST_BACKOFF = Duration.ofSeconds(10);

    /** What the loop bounds. */
    record Bounds(int turns, long bytes) {}

    private final String name;
    private final Collection<String> topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Assignment.Road road;
    private final Slots slots;
    private final Bounds bounds;
    private final BooleanSupplier reachable;
    private final RoadHealth health;
    private final FatalErrorHandler fatal;
    private final LongSupplier nanoTime;

    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<Set<TopicPartition>> toRewind = new AtomicReference<>(Set.of());
    private volatile boolean suspended;
    private volatile boolean unreachable;
    private volatile Map<TopicPartition, PartitionLedger> ledgers = Map.of();
    private volatile int pausedPartitions;
    private volatile Consumer<byte[], byte[]> reading;
    private volatile boolean held;
    private long nextLookAt;
    private long nextExpiryAt;
    private String failing;

    PollLoop(
            String name,
            Collection<String> topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Assignment.Road road,
            Slots slots,
            Bounds bounds,
            BooleanSupplier reachable,
            RoadHealth health,
            FatalErrorHandler fatal,
            LongSupplier nanoTime) {
        this.name = name;
        this.topics = topics;
        this.consumers = consumers;
        this.road = road;
        this.slots = slots;
        this.bounds = bounds;
        this.reachable = reachable;
        this.health = health;
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.nextLookAt = nanoTime.getAsLong();
        this.nextExpiryAt = nextLookAt;
    }

    // ---------------------------------------------------------------- from any thread

    /** Begins nothing any more; what is under way goes on and is committed. */
    synchronized void suspend() {
        suspended = true;
        holdOrGoOn();
    }

    synchronized void resume() {
        suspended = false;
        holdOrGoOn();
    }

    private synchronized void holdOrGoOn() {
        held = suspended || unreachable;
        if (held) {
            slots.hold();
        } else {
            slots.goOn();
        }
    }

    boolean suspended() {
        return suspended;
    }

    /** Whether the intake is held because nobody can be reached. */
    boolean unreachable() {
        return unreachable;
    }

    void stop() {
        stop.countDown();
    }

    void rewind(Set<TopicPartition> partitions) {
        toRewind.set(partitions);
    }

    Map<TopicPartition, PartitionLedger> ledgers() {
        return ledgers;
    }

    int pausedPartitions() {
        return pausedPartitions;
    }

    /** Records that are not read yet, of all partitions that are ours. The client's own figures, for any thread. */
    long lag() {
        Consumer<byte[], byte[]> now = reading;
        if (now == null) {
            return 0;
        }
        return Math.round(now.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("records-lag"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(Double::isFinite)
                .sum());
    }

    // ---------------------------------------------------------------- on the thread

    @Override
    public void run() {
        try {
            Duration backoff = FIRST_BACKOFF;
            while (!stopped(Duration.ZERO)) {
                long begun = nanoTime.getAsLong();
                try {
                    consume();
                } catch (RuntimeException e) {
                    failed(e);
                    if (nanoTime.getAsLong() - begun > LAST_BACKOFF.toNanos()) {
                        backoff = FIRST_BACKOFF;
                    }
                    if (stopped(backoff)) {
                        return;
                    }
                    backoff = backoff.multipliedBy(2).compareTo(LAST_BACKOFF) > 0
                            ? LAST_BACKOFF
                            : backoff.multipliedBy(2);
                }
            }
        } catch (Throwable e) {
            health.ended(e);
            fatal.fatal("the poll thread of road " + name, e);
        }
    }

    private boolean stopped(Duration within) {
        try {
            return stop.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Only a stop that takes too long interrupts.
            return true;
        }
    }

    private void failed(RuntimeException failure) {
        if (stopped(Duration.ZERO)) {
            LOG.debug("Road {} stops in the middle of something", name, failure);
            return;
        }
        health.consumerFailed(failure);
        if (!failure.getClass().getName().equals(failing)) {
            failing = failure.getClass().getName();
            LOG.warn("Road {}: its Kafka consumer failed and is made anew: {}", name, failure.toString());
        }
        LOG.debug("Road {}", name, failure);
    }

    private void consume() {
        Consumer<byte[], byte[]> consumer = consumers.get();
        Commits commits = new Commits(consumer, health, nanoTime);
        Assignment assignment = new Assignment(road, consumer, commits, nanoTime);
        ledgers = assignment.ledgers();
        reading = consumer;
        try {
            consumer.subscribe(List.copyOf(topics), assignment);
            while (!stopped(Duration.ZERO)) {
                round(consumer, commits, assignment);
            }
        } finally {
            reading = null;
            try {
                consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
            } finally {
                assignment.loseAll();
                pausedPartitions = 0;
            }
        }
    }

    private void round(Consumer<byte[], byte[]> consumer, Commits commits, Assignment assignment) {
        commits.whatIsDue(ledgers);
        look();
        beginAndExpire();
        assignment.openNew();
        rewind(assignment);
        int partitions = Math.max(1, ledgers.size());
        // A key that floods must fill its own partition's share of the memory only.
        assignment.pauseAndResume(held, Math.max(1, bounds.turns() / partitions), bounds.bytes() / partitions);
        pausedPartitions = consumer.paused().size();
        boolean idle = !assignment.isOpening() && ledgers.values().stream().allMatch(PartitionLedger::isIdle);
        assignment.take(consumer.poll(idle ? POLL : TICK));
        health.polled();
        if (failing != null) {
            LOG.info("Road {}: its Kafka consumer polls again", name);
            failing = null;
        }
    }

    /** Holds the intake while nobody can be asked. */
    private void look() {
        long now = nanoTime.getAsLong();
        if (now - nextLookAt < 0) {
            return;
        }
        nextLookAt = now + LOOK_INTERVAL.toNanos();
        boolean was = unreachable;
        unreachable = !reachable.getAsBoolean();
        if (unreachable && !was) {
            LOG.warn("Road {} holds its intake: its agent cannot be reached", name);
        } else if (was && !unreachable) {
            LOG.info("Road {} goes on: its agent can be reached", name);
        }
        holdOrGoOn();
        if (was && !held) {
            ledgers.values().forEach(PartitionLedger::retryNow);
        }
    }

    private void beginAndExpire() {
        long now = nanoTime.getAsLong();
        if (!held) {
            ledgers.values().forEach(PartitionLedger::beginDue);
        }
        if (now - nextExpiryAt >= 0) {
            nextExpiryAt = now + EXPIRE_INTERVAL.toNanos();
            ledgers.values().forEach(PartitionLedger::expire);
        }
    }

    private void rewind(Assignment assignment) {
        Set<TopicPartition> partitions = toRewind.getAndSet(Set.of());
        List<TopicPartition> ours =
                partitions.stream().filter(ledgers::containsKey).toList();
        if (!ours.isEmpty()) {
            assignment.rewind(ours);
        }
    }
}
