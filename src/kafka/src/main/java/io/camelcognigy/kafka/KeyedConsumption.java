package io.camelcognigy.kafka;

import io.camelcognigy.CognigyComponent;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.kafka.common.TopicPartition;

/**
 * Lets an ordinary route {@code from: kafka:...} process its records in order per key and in parallel across keys, and
 * moves the offset only over finished work: exchanges that ended without a failure. One bean per route, named in the
 * endpoint's option {@code kafkaClientFactory}; no other endpoint gets it.
 *
 * <p>What a route gets that it would not get from camel-kafka alone:
 *
 * <ul>
 *   <li>The consumer's thread waits for no exchange. Up to {@link #setTurns turns} of them are under way at once.
 *   <li>Of records with one key, one exchange is under way at a time, in the order of their offsets.
 *   <li>The committed offset is that of the first unfinished record. What is finished beyond it is in the commit's
 *       metadata, and not processed again by the next owner.
 *   <li>A record whose exchange failed is processed again, after 1, 2, 4, ... at most 30 seconds, until it succeeds. It
 *       holds up the records of its key, and no other.
 *   <li>An exchange whose record may have been processed before says so, {@link
 *       org.apache.camel.Exchange#isExternalRedelivered()}, and its message id is {@code topic-partition@offset}.
 *   <li>When partitions are given away, exchanges under way get a moment to finish; the sessions of their keys are closed
 *       before the next owner gets them. What ends later changes nothing.
 * </ul>
 *
 * <p>The endpoint needs {@code autoCommitEnable=false} and {@code pollOnError=RECONNECT}; a route without them is refused
 * when it starts, with the reason. Records with the same key must be in the same partition, as Kafka's own partitioner
 * puts them.
 */
public final class KeyedConsumption implements CamelContextAware {

    private static final Duration LONGEST_RELEASE = Duration.ofSeconds(5);

    private CamelContext camelContext;
    private int turns = 1_000;
    private int span = 10_000;
    private int threads = 8;

    private final AtomicInteger openLedgers = new AtomicInteger();
    private KafkaConsumer camelConsumer;
    private final RetryLog retries = new RetryLog(System::nanoTime);
    private RecordExchanges exchanges;
    private Slots slots;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        KeyedClientFactory.addTo(camelContext.getTypeConverterRegistry());
        KafkaRouteCheck.addTo(camelContext);
    }

    public int getTurns() {
        return turns;
    }

    /** So many exchanges are under way at once, and about as many records wait in memory. Default 1,000. */
    public void setTurns(int turns) {
        this.turns = positive("turns", turns);
    }

    public int getSpan() {
        return span;
    }

    /**
     * How far, in offsets, a partition may be ahead of its first unfinished record before it is paused. Bounds what a
     * single slow turn can pile up behind it. Default 10,000.
     */
    public void setSpan(int span) {
        this.span = positive("span", span);
    }

    public int getThreads() {
        return threads;
    }

    /**
     * How many threads begin exchanges. A step that blocks holds one for as long; a turn does not, as it waits without a
     * thread. Default 8.
     */
    public void setThreads(int threads) {
        this.threads = positive("threads", threads);
    }

    private static int positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1");
        }
        return value;
    }

    // ---------------------------------------------------------------- for camel-kafka

    /** On the thread of each of its consumers, and again after each reconnect. */
    KeyedConsumer<?, ?> newConsumer(Properties properties) {
        // They were held if the route had been suspended before it was stopped.
        slots.goOn();
        return new KeyedConsumer<>(properties, this);
    }

    /**
     * The consumer whose route is about to start is ours.
     *
     * @throws IllegalArgumentException if another route's is
     */
    synchronized void claim(KafkaConsumer consumer) {
        if (camelConsumer == consumer) {
            return;
        }
        if (camelConsumer != null && !camelConsumer.isStopped()) {
            throw new IllegalArgumentException("route " + consumer.getRouteId()
                    + " names the KeyedConsumption of route " + camelConsumer.getRouteId() + "; each needs its own");
        }
        camelConsumer = consumer;
        exchanges = new RecordExchanges(consumer);
        if (slots == null) {
            slots = new Slots(turns, threadPool());
        }
    }

    private ExecutorService threadPool() {
        ThreadPoolProfile profile = new ThreadPoolProfile("KeyedConsumption");
        profile.setPoolSize(threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(turns);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return camelContext.getExecutorServiceManager().newThreadPool(this, "KeyedConsumption", profile);
    }

    // ---------------------------------------------------------------- for its consumers

    long nanoTime() {
        return System.nanoTime();
    }

    Slots slots() {
        return slots;
    }

    /** A key that floods must fill its own partition's share of the memory only. */
    int maxWaitingPerPartition() {
        return Math.max(1, turns / Math.max(1, openLedgers.get()));
    }

    /** When Camel stops the consumer, it interrupts what takes longer than the endpoint's shutdownTimeout. */
    Duration releaseTimeout() {
        Duration half =
                Duration.ofMillis(camelConsumer.getEndpoint().getConfiguration().getShutdownTimeout() / 2L);
        return half.compareTo(LONGEST_RELEASE) < 0 ? half : LONGEST_RELEASE;
    }

    PartitionLedger ledger(TopicPartition partition, Watermark before, long redeliveredBelow) {
        openLedgers.incrementAndGet();
        return new PartitionLedger(
                partition, before, redeliveredBelow, slots, exchanges::begin, retries, System::nanoTime);
    }

    /** A ledger was. */
    void closed() {
        openLedgers.decrementAndGet();
    }

    /** The sessions that this ledger's records went to are the next owner's from now on. */
    void closeSessions(PartitionLedger ledger) {
        for (String name : camelContext.getComponentNames()) {
            if (camelContext.hasComponent(name) instanceof CognigyComponent component) {
                component.closeSessions(ledger);
            }
        }
    }
}
