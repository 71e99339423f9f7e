package io.camelcognigy.proof;

import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An endpoint in a process of its own that keeps on talking to its sessions, unasked, and buffers what it says for two
 * minutes, as Cognigy's can. It watches for how long each session has no connection.
 *
 * <p>Commands: {@code talk <millis>} says something to the next session every so often, {@code hush} ends that and tells how
 * much was said in all, {@code connected} tells how many sessions are, {@code gaps} how often a session was without a
 * connection, for how long in the middle and at worst, in milliseconds, since the last time that this was asked.
 */
final class TalkerMain {

    /** What it says: this word and a number. */
    static final String WORD = "unasked";

    private static final Duration WATCH = Duration.ofMillis(50);

    private final SimulatedEndpoint endpoint;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<String> sessions = new LinkedHashSet<>();
    private final Map<String, Long> awaySince = new HashMap<>();
    private final List<Long> gaps = new ArrayList<>();
    private int handshakes;
    private long said;
    private ScheduledFuture<?> talking;

    private TalkerMain() {
        endpoint = SimulatedEndpoint.builder()
                .journalBound(1_000_000)
                .eventBuffer(Duration.ofMinutes(2))
                .bot(TalkerMain::answer)
                .start();
        clock.scheduleWithFixedDelay(this::watch, 0, WATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    public static void main(String[] args) {
        Commands commands = new Commands();
        TalkerMain main = new TalkerMain();
        commands.say(Integer.toString(main.endpoint.port()));
        commands.serve(main::handle);
    }

    private static void answer(ReceivedInput input, Reply reply) {
        reply.say(input.text() + " 1 of 1");
        reply.finalPing();
    }

    private synchronized String handle(String command) {
        String[] words = command.split(" ");
        return switch (words[0]) {
            case "talk" -> {
                talking = clock.scheduleAtFixedRate(this::talk, 0, Long.parseLong(words[1]), TimeUnit.MILLISECONDS);
                yield "talking";
            }
            case "hush" -> {
                talking.cancel(false);
                yield Long.toString(said);
            }
            case "connected" -> {
                lookForSessions();
                yield Long.toString(sessions.stream().filter(endpoint::isReady).count());
            }
            case "gaps" -> takeGaps();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private void lookForSessions() {
        List<ClientHandshake> all = endpoint.journal().handshakes();
        all.subList(Math.min(handshakes, all.size()), all.size())
                .forEach(handshake -> sessions.add(handshake.sessionId()));
        handshakes = all.size();
    }

    private synchronized void talk() {
        lookForSessions();
        if (!sessions.isEmpty()) {
            String next = sessions.iterator().next();
            sessions.remove(next);
            sessions.add(next);
            endpoint.push(next, WORD + " " + said++);
        }
    }

    private synchronized void watch() {
        lookForSessions();
        long now = System.nanoTime();
        for (String session : sessions) {
            if (!endpoint.isReady(session)) {
                awaySince.putIfAbsent(session, now);
            } else {
                Long since = awaySince.remove(session);
                if (since != null) {
                    gaps.add(now - since);
                }
            }
        }
    }

    private String takeGaps() {
        List<Long> sorted = gaps.stream().sorted().toList();
        gaps.clear();
        return sorted.isEmpty()
                ? "0 0 0"
                : sorted.size() + " " + millis(sorted.get(sorted.size() / 2)) + " "
                        + millis(sorted.get(sorted.size() - 1));
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
