package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.proof.History.Answer;
import io.camelcognigy.proof.History.DeadLetter;
import io.camelcognigy.proof.History.Heard;
import io.camelcognigy.proof.History.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;

/**
 * One scenario on the {@link Rig}: its own keys, its own group unless the standing bridge serves it, the load that it
 * sends, a watch over what is committed, and at the end a verdict.
 */
final class Run implements AutoCloseable {

    private static final Duration WATCH_INTERVAL = Duration.ofMillis(200);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private final Rig rig;
    private final String scenario;
    private final String prefix;
    private final String group;
    private final Random random = new Random(Proof.SEED);
    private final List<Bridge> own = new ArrayList<>();
    private final List<Bridge> watched = new ArrayList<>();
    private final Map<String, Integer> sequences = new HashMap<>();
    private final Queue<CompletableFuture<Sent>> underWay = new ConcurrentLinkedQueue<>();
    private final CommitWatch watch = new CommitWatch();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    private ScheduledFuture<?> watcher;

    /** With a group of its own, and no bridge yet. */
    Run(Rig rig, String scenario) {
        this.rig = rig;
        this.scenario = scenario;
        this.prefix = prefix(scenario);
        this.group = "group-" + prefix;
        rig.topics().startGroupAtTheEnd(group);
        startWatch();
    }

    /** On a bridge that stands. */
    Run(Rig rig, String scenario, String group, Bridge standing) {
        this.rig = rig;
        this.scenario = scenario;
        this.prefix = prefix(scenario);
        this.group = group;
        watched.add(standing);
        startWatch();
    }

    /** The same for the same seed, so that keys fall into the same partitions again. */
    private static String prefix(String scenario) {
        return "s" + Integer.toHexString(31 * scenario.hashCode() + Long.hashCode(Proof.SEED)) + "-";
    }

    private void startWatch() {
        watcher = watching.scheduleWithFixedDelay(this::look, 0, WATCH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Seeded. */
    Random random() {
        return random;
    }

    /** One more bridge of this scenario's own. */
    Bridge startBridge(String... options) {
        Bridge bridge = rig.startBridge("bridge-" + prefix + (own.size() + 1), group, options);
        own.add(bridge);
        watched.add(bridge);
        return bridge;
    }

    /** The bridge that serves it, where it is only one. */
    Bridge bridge() {
        return watched.get(watched.size() - 1);
    }

    String key(int number) {
        return prefix + number;
    }

    /** Sends the next input of a key. */
    Stamp send(int key, Script script) {
        Stamp stamp = next(key(key));
        underWay.add(rig.topics().send(stamp, null, "{\"text\":\"" + stamp + "\",\"data\":" + script.json() + "}"));
        return stamp;
    }

    /** Sends the next input of a key, into a partition that need not be its own; it can only become a dead letter. */
    Stamp sendPoison(int key, int partition) {
        Stamp stamp = next(key(key));
        underWay.add(rig.topics().send(stamp, partition, "{" + stamp));
        return stamp;
    }

    private Stamp next(String key) {
        return new Stamp(
                key, sequences.merge(key, 1, Integer::sum) - 1, new UUID(random.nextLong(), random.nextLong()));
    }

    /** Sends so many inputs to keys drawn by lot. */
    void send(int inputs, int keys, Supplier<Script> scripts) {
        for (int i = 0; i < inputs; i++) {
            send(random.nextInt(keys), scripts.get());
        }
    }

    /** Sends one input to each of so many keys. */
    List<Stamp> sendToEach(int keys, Script script) {
        List<Stamp> stamps = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            stamps.add(send(key, script));
        }
        return stamps;
    }

    List<Heard> heard() {
        return rig.endpoint().heard().stream()
                .filter(input -> ours(input.stamp()))
                .toList();
    }

    List<Answer> answers() {
        return rig.topics().answers().stream()
                .filter(answer -> ours(answer.stamp()))
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return rig.topics().deadLetters().stream()
                .filter(letter -> ours(letter.stamp()))
                .toList();
    }

    List<Sent> sent() {
        CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new)).join();
        return rig.topics().sent().stream().filter(sent -> ours(sent.stamp())).toList();
    }

    private boolean ours(Stamp stamp) {
        return stamp.key().startsWith(prefix);
    }

    Set<Stamp> finished() {
        return Checker.finished(answers(), deadLetters());
    }

    Set<Stamp> unfinished() {
        Set<Stamp> unfinished = sent().stream().map(Sent::stamp).collect(Collectors.toCollection(HashSet::new));
        unfinished.removeAll(finished());
        return unfinished;
    }

    /** What the bot has begun with, as far as it is not answered and no dead letter. */
    Set<Stamp> heardAndUnfinished() {
        // In this order: what is finished was heard.
        Set<Stamp> heard = heard().stream().map(Heard::stamp).collect(Collectors.toCollection(HashSet::new));
        heard.removeAll(finished());
        return heard;
    }

    void awaitAllFinished(Duration atMost) {
        waiting(atMost)
                .untilAsserted(
                        () -> assertThat(unfinished().size()).as("unfinished").isZero());
    }

    void awaitFinished(Collection<Stamp> inputs, Duration atMost) {
        waiting(atMost).untilAsserted(() -> {
            Set<Stamp> unfinished = new HashSet<>(inputs);
            unfinished.removeAll(finished());
            assertThat(unfinished).as("unfinished").isEmpty();
        });
    }

    void awaitHeard(int inputs, Duration atMost) {
        waiting(atMost).until(() -> heard().size() >= inputs);
    }

    /** Waits until all that was sent is committed. */
    void awaitAllCommitted(Duration atMost) {
        Map<Integer, Long> ends = new HashMap<>();
        sent().forEach(sent -> ends.merge(sent.partition(), sent.offset() + 1, Math::max));
        waiting(atMost)
                .untilAsserted(() -> assertThat(committed())
                        .allSatisfy((partition, offset) ->
                                assertThat(offset).isGreaterThanOrEqualTo(ends.getOrDefault(partition, 0L))));
    }

    /** Gives up when a bridge has died that nobody killed, or something was committed that is not finished. */
    ConditionFactory waiting(Duration atMost) {
        // GreenMail throws on a thread of its own where a connection is reset, as by a kill.
        return await().dontCatchUncaughtExceptions()
                .atMost(atMost)
                .pollInterval(POLL_INTERVAL)
                .failFast(this::assertWellSoFar);
    }

    private void assertWellSoFar() {
        assertThat(watched).as(scenario + ": died by itself").noneMatch(Bridge::diedByItself);
        synchronized (watch) {
            assertThat(watch.faults()).isEmpty();
        }
    }

    Map<Integer, Long> committed() {
        return rig.topics().committed(group);
    }

    /** How many consumers the group has now; one that has just died may count. */
    int members() {
        return rig.topics().members(group);
    }

    /** How long it took from the moment when an input was first heard to its last answer or dead letter. */
    Map<Stamp, Duration> turnTimes() {
        Map<Stamp, Long> begun = new HashMap<>();
        heard().forEach(input -> begun.merge(input.stamp(), input.at(), Math::min));
        Map<Stamp, Long> ended = ends();
        ended.keySet().retainAll(begun.keySet());
        return ended.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> Duration.ofMillis(end.getValue() - begun.get(end.getKey()))));
    }

    /** How long it took from the moment when an input was sent to its last answer or dead letter. */
    Map<Stamp, Duration> latencies() {
        Map<Stamp, Long> ended = ends();
        return sent().stream()
                .filter(sent -> ended.containsKey(sent.stamp()))
                .collect(Collectors.toMap(Sent::stamp, sent -> Duration.ofMillis(ended.get(sent.stamp()) - sent.at())));
    }

    private Map<Stamp, Long> ends() {
        Map<Stamp, Long> ended = new HashMap<>();
        answers().forEach(answer -> ended.merge(answer.stamp(), answer.at(), Math::max));
        deadLetters().forEach(letter -> ended.merge(letter.stamp(), letter.at(), Math::max));
        return ended;
    }

    /** Judges all that happened in this run, commits included, and prints it. Only duplicates are left to the caller. */
    Verdict verdict() {
        Verdict verdict = Checker.check(new History(sent(), heard(), answers(), deadLetters()));
        System.out.printf(
                "%s (seed %d): %d inputs, %d answers, %d dead letters: %s%n",
                scenario,
                Proof.SEED,
                sent().size(),
                answers().size(),
                deadLetters().size(),
                verdict);
        assertThat(verdict.faults()).isEmpty();
        look();
        assertThat(watcher.isDone())
                .as("the watch over what is committed has failed")
                .isFalse();
        synchronized (watch) {
            assertThat(watch.faults()).isEmpty();
        }
        if (rig.endpoint().alive()) {
            assertThat(rig.endpoint().violations()).isEqualTo("[]");
        }
        return verdict;
    }

    private void look() {
        try {
            Map<Integer, Long> committed = committed();
            rig.topics().catchUp();
            Set<Stamp> finished = finished();
            List<Sent> sent = rig.topics().sent().stream()
                    .filter(input -> ours(input.stamp()))
                    .toList();
            synchronized (watch) {
                watch.look(sent, committed, finished);
            }
        } catch (Topics.UnavailableException e) {
            // The broker is away; what was committed is seen when it is back.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        own.forEach(Bridge::close);
        watching.shutdownNow();
        assertThat(watching.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
    }
}
