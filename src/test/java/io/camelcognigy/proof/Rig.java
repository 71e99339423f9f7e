package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.proof.History.Sent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.core.ConditionFactory;

/**
 * Everything that a scenario needs, each in a process of its own: a broker and an endpoint, each behind a bad network,
 * and bridges; with the load that it sends, and a watch over what is committed.
 */
final class Rig implements AutoCloseable {

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);

    private final Random random = new Random(Proof.SEED);
    private final String run = "r" + Long.toHexString(System.nanoTime());
    private final String group = "group-" + run;
    private final Broker broker;
    private final Topics topics;
    private final Endpoint endpoint;
    private final TcpProxy endpointProxy;
    private final List<Bridge> bridges = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final List<CompletableFuture<Sent>> underWay = new ArrayList<>();
    private final CommitWatch watch = new CommitWatch();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    private volatile Throwable watchFailure;

    Rig(Path folder) {
        this(folder, Duration.ofSeconds(25), Duration.ofSeconds(20));
    }

    /** @param pingInterval of the endpoint, as is {@code pingTimeout} */
    Rig(Path folder, Duration pingInterval, Duration pingTimeout) {
        broker = new Broker(folder);
        topics = new Topics(broker.harnessBrokers());
        topics.startGroupAtTheEnd(group);
        endpoint = new Endpoint(folder, pingInterval, pingTimeout);
        endpointProxy = TcpProxy.to(endpoint.port());
        watching.scheduleWithFixedDelay(this::look, 0, WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    Random random() {
        return random;
    }

    Broker broker() {
        return broker;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    TcpProxy endpointProxy() {
        return endpointProxy;
    }

    Topics topics() {
        return topics;
    }

    Bridge startBridge(String... options) {
        Bridge bridge = Bridge.start(
                "bridge-" + (bridges.size() + 1), endpointProxy.port(), broker.brokers(), group, List.of(options));
        bridges.add(bridge);
        return bridge;
    }

    /** The endpoint starts anew, and is where it was. */
    void restartEndpoint() {
        endpoint.start();
        endpointProxy.target(endpoint.port());
    }

    String key(int number) {
        return run + "-" + number;
    }

    /** Sends the next input of a key. */
    Stamp send(String key, Script script) {
        Stamp stamp = next(key);
        send(stamp, "{\"text\":\"" + stamp + "\",\"data\":" + script.json() + "}");
        return stamp;
    }

    /** Sends a next input of a key that can only become a dead letter. */
    Stamp sendPoison(String key) {
        Stamp stamp = next(key);
        send(stamp, "{" + stamp);
        return stamp;
    }

    private Stamp next(String key) {
        return new Stamp(
                key, sequences.merge(key, 1, Integer::sum) - 1, new UUID(random.nextLong(), random.nextLong()));
    }

    private void send(Stamp stamp, String value) {
        underWay.add(topics.send(stamp, value));
    }

    /** Sends so many inputs to keys drawn by lot. */
    void send(int inputs, int keys, Supplier<Script> scripts) {
        for (int i = 0; i < inputs; i++) {
            send(key(random.nextInt(keys)), scripts.get());
        }
    }

    /** Sends one input to each key. */
    void sendToEach(int keys, Script script) {
        for (int key = 0; key < keys; key++) {
            send(key(key), script);
        }
    }

    int heard() {
        return endpoint.heard().size();
    }

    Set<Stamp> unfinished() {
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
        Set<Stamp> unfinished = new HashSet<>();
        topics.sent().forEach(sent -> unfinished.add(sent.stamp()));
        unfinished.removeAll(Checker.finished(topics.answers(), topics.deadLetters()));
        return unfinished;
    }

    void awaitAllFinished(Duration atMost) {
        waiting(atMost).untilAsserted(() -> assertThat(unfinished()).isEmpty());
    }

    void awaitHeard(int inputs, Duration atMost) {
        waiting(atMost).until(() -> heard() >= inputs);
    }

    /** Gives up when a bridge has died that nobody killed. */
    private ConditionFactory waiting(Duration atMost) {
        return await().atMost(atMost)
                .pollInterval(Duration.ofMillis(30))
                .failFast("a bridge has died by itself", () -> bridges.stream().anyMatch(Bridge::diedByItself));
    }

    /** Waits until all that was sent is committed. */
    void awaitAllCommitted(Duration atMost) {
        Map<Integer, Long> ends = new HashMap<>();
        topics.sent().forEach(sent -> ends.merge(sent.partition(), sent.offset() + 1, Math::max));
        waiting(atMost).untilAsserted(() -> assertThat(topics.committed(group)).containsAllEntriesOf(ends));
    }

    Map<Integer, Long> committed() {
        return topics.committed(group);
    }

    /** How many inputs the endpoint has heard that the group would read again now. */
    long heardAndNotCommitted() {
        Map<Integer, Long> committed = committed();
        Set<Stamp> heard = new HashSet<>();
        endpoint.heard().forEach(input -> heard.add(input.stamp()));
        return topics.sent().stream()
                .filter(sent -> sent.offset() >= committed.getOrDefault(sent.partition(), 0L))
                .filter(sent -> heard.contains(sent.stamp()))
                .count();
    }

    History history() {
        return new History(topics.sent(), endpoint.heard(), topics.answers(), topics.deadLetters());
    }

    /** Judges all that happened so far, commits included, and prints it. */
    Verdict verdict(String scenario) throws IOException {
        Verdict verdict = Checker.check(history());
        System.out.printf(
                "%s: %d inputs, %d heard, %d answers, %d dead letters: %s%n",
                scenario,
                topics.sent().size(),
                heard(),
                topics.answers().size(),
                topics.deadLetters().size(),
                verdict);
        assertThat(verdict.faults()).isEmpty();
        synchronized (watch) {
            assertThat(watch.faults()).isEmpty();
        }
        assertThat(watchFailure).isNull();
        return verdict;
    }

    private void look() {
        try {
            Map<Integer, Long> committed = committed();
            topics.catchUp();
            Set<Stamp> finished = Checker.finished(topics.answers(), topics.deadLetters());
            synchronized (watch) {
                watch.look(topics.sent(), committed, finished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            watchFailure = e;
        }
    }

    @Override
    public void close() throws InterruptedException {
        watching.shutdownNow();
        bridges.forEach(Bridge::close);
        watching.awaitTermination(10, TimeUnit.SECONDS);
        topics.close();
        endpoint.close();
        endpointProxy.close();
        broker.close();
    }
}
