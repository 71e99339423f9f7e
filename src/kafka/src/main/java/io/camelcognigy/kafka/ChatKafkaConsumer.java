package io.camelcognigy.kafka;

import io.camelcognigy.road.CamelSessions;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.road.Reachability;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A road from Kafka: starts and stops what it is made of, and tells how it is.
 *
 * <p>Records are processed in order per key and in parallel across keys, and the offset moves only over finished work. How,
 * is in {@link PollLoop}, {@link Assignment} and {@link PartitionLedger}.
 */
public class ChatKafkaConsumer extends DefaultConsumer implements Suspendable, KafkaRoad {

    private static final Logger LOG = LoggerFactory.getLogger(ChatKafkaConsumer.class);

    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(5);

    private final ChatKafkaEndpoint endpoint;
    private final ChatKafkaConfiguration options;
    private volatile Parts parts;

    ChatKafkaConsumer(ChatKafkaEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    /** What there is from a start to the next stop. */
    private record Parts(
            PollLoop loop,
            Thread thread,
            Slots slots,
            ExecutorService threads,
            DeadLetters deadLetters,
            KafkaRegister register,
            ScheduledExecutorService watching,
            BrokerWatch watch,
            RoadHealth health,
            HealthCheck check) {}

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        options.check();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        parts = parts();
        register(parts.check());
        parts.watching().scheduleWithFixedDelay(parts.watch(), 0, WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        parts.thread().start();
        endpoint.getComponent().add(this);
    }

    private Parts parts() {
        LongSupplier nanoTime = System::nanoTime;
        FatalErrorHandler fatal = FatalErrorHandler.of(endpoint.getCamelContext());
        ClientProperties clients = new ClientProperties(endpoint.getCamelContext(), options);
        clients.check();
        ExecutorServiceManager executors = endpoint.getCamelContext().getExecutorServiceManager();
        DeadLetterListener listener = DeadLetterListener.of(endpoint.getCamelContext());
        ExecutorService threads =
                executors.newFixedThreadPool(this, "ChatKafka-" + options.getRoad(), options.getThreads());
        Slots slots = new Slots(options.getTurns(), endpoint.getComponent().unhurried(threads));
        DeadLetters letters = options.getDeadLetter() == null
                ? null
                : new DeadLetters(
                        options.getDeadLetter(),
                        endpoint.getComponent().producers().lease(clients.deadLetterProducer()),
                        executors.newScheduledThreadPool(this, "DeadLetters-" + options.getRoad(), 2),
                        nanoTime,
                        reason -> listener.stored(options.getRoad(), reason));
        KafkaRegister register =
                options.registerTopic().map(topic -> register(topic, clients)).orElse(null);
        RoadHealth health = new RoadHealth(nanoTime);
        Collation collation = Collation.within(options.getCollate());
        RecordExchanges exchanges =
                new RecordExchanges(this, new RecordReader(options), collation.isOn(), options.getRoad(), fatal);
        RecordRoute records = new RecordRoute(
                endpoint.getCamelContext(),
                options,
                slots,
                exchanges,
                collation,
                letters,
                register,
                this::intakeIsSuspended,
                nanoTime);
        PollLoop loop = new PollLoop(
                options.getRoad(),
                endpoint.topics(),
                () -> new KafkaConsumer<>(clients.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                records,
                slots,
                new PollLoop.Bounds(options.getTurns(), maxBytes()),
                reachability(),
                health,
                fatal,
                nanoTime);
        BrokerWatch watch = new BrokerWatch(
                () -> Admin.create(clients.admin()),
                endpoint.topics(),
                RecordReader.topics(options.getReplyTopics()),
                options.getDeadLetter(),
                health,
                topic -> loop.rewind(partitionsOf(topic)));
        return new Parts(
                loop,
                executors.newThread("ChatKafkaPoll-" + options.getRoad(), loop),
                slots,
                threads,
                letters,
                register,
                executors.newSingleThreadScheduledExecutor(this, "ChatKafkaWatch-" + options.getRoad()),
                watch,
                health,
                new KafkaRoadHealthCheck(endpoint.getComponent().healthId(options.getRoad(), getRouteId()), this));
    }

    private KafkaRegister register(String topic, ClientProperties clients) {
        CamelContext camel = endpoint.getCamelContext();
        RegisterTopic standing = new RegisterTopic(
                topic,
                endpoint.topics(),
                () -> Admin.create(clients.admin()),
                () -> new KafkaConsumer<>(
                        clients.registerConsumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        return new KafkaRegister(
                topic,
                options.getGroupId(),
                standing,
                endpoint.getComponent().producers().lease(clients.registerProducer()),
                camel.getExecutorServiceManager()
                        .newScheduledThreadPool(this, "ChatKafkaRegister-" + options.getRoad(), 2),
                new CamelSessions(camel)::reopen,
                FatalErrorHandler.of(camel),
                System::nanoTime,
                System::currentTimeMillis);
    }

    private long maxBytes() {
        return options.getMaxBytes() > 0
                ? options.getMaxBytes()
                : Runtime.getRuntime().maxMemory() / 8;
    }

    /** Before it stops a route that it has suspended, Camel waits for the exchanges itself. */
    private boolean intakeIsSuspended() {
        Parts now = parts;
        return now != null && now.loop().suspended();
    }

    private BooleanSupplier reachability() {
        Route route = getRoute();
        return route == null ? () -> true : Reachability.of(route);
    }

    private Set<TopicPartition> partitionsOf(String topic) {
        return ledgers().keySet().stream()
                .filter(partition -> partition.topic().equals(topic))
                .collect(Collectors.toSet());
    }

    private void register(HealthCheck check) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.register(check);
        }
    }

    private void unregister(HealthCheck check) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.unregister(check);
        }
    }

    @Override
    protected void doSuspend() {
        parts.loop().suspend();
    }

    @Override
    protected void doResume() {
        parts.loop().resume();
    }

    @Override
    protected void doStop() throws Exception {
        Parts stopping = parts;
        if (stopping != null) {
            ExecutorServiceManager executors = endpoint.getCamelContext().getExecutorServiceManager();
            stopping.loop().stop();
            awaitEnd(stopping.thread());
            endpoint.getComponent().remove(this);
            unregister(stopping.check());
            executors.shutdownNow(stopping.watching());
            stopping.watch().close();
            if (stopping.deadLetters() != null) {
                stopping.deadLetters().close();
            }
            if (stopping.register() != null) {
                stopping.register().close();
            }
            executors.shutdown(stopping.threads());
            parts = null;
        }
        super.doStop();
    }

    private void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(options.getShutdownTimeout().toMillis());
        if (thread.isAlive()) {
            LOG.warn(
                    "Road {} does not stop within {} s and is interrupted",
                    options.getRoad(),
                    options.getShutdownTimeout().toSeconds());
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        }
    }

    // ---------------------------------------------------------------- how it is

    private Map<TopicPartition, PartitionLedger> ledgers() {
        Parts now = parts;
        return now == null ? Map.of() : now.loop().ledgers();
    }

    @Override
    public String road() {
        return options.getRoad();
    }

    @Override
    public String routeId() {
        return getRouteId();
    }

    @Override
    public boolean connected() {
        Parts now = parts;
        return now != null && now.health().trouble() == null;
    }

    @Override
    public String lastError() {
        Parts now = parts;
        if (now == null) {
            return "the road is stopped";
        }
        String trouble = now.health().trouble();
        if (trouble == null && now.register() != null) {
            trouble = now.register().trouble();
        }
        if (trouble != null || now.deadLetters() == null) {
            return trouble;
        }
        String letters = now.deadLetters().trouble();
        return letters == null ? null : "a dead letter cannot be stored: " + letters;
    }

    @Override
    public int taken() {
        Numbers now = numbers();
        return now.underWay() + waiting();
    }

    @Override
    public int waiting() {
        Numbers now = numbers();
        return now.waiting() + now.failing() + now.storing();
    }

    @Override
    public Optional<DeadLetterStore> deadLetters() {
        return Optional.ofNullable(options.getDeadLetter())
                .map(topic -> new DeadLetterReplay(
                        new ClientProperties(endpoint.getCamelContext(), options),
                        topic,
                        endpoint.topics(),
                        options.getGroupId()));
    }

    @Override
    public Numbers numbers() {
        Parts now = parts;
        return now == null
                ? new Numbers(0, 0, 0, 0, 0, 0, 0, maxBytes(), 0, options.getTurns(), false, 0, 0, 0, 0)
                : RoadCount.of(now.loop(), now.slots(), now.health(), maxBytes());
    }
}
