package io.camelcognigy.bench;

import io.camelcognigy.AgentConfiguration.TransportName;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many sessions at once in one JVM, each with a few turns: every answer must be the right one, and once the Camel context
 * is stopped nothing of them may be left, no thread, no connection, no memory.
 */
final class SessionsCheck {

    /** Runs once before anything is counted: what classes, pools and libraries keep for good is no leak. */
    private static final int REHEARSAL_SESSIONS = 50;

    private static final long SETTLE_SECONDS = 20;
    private static final long MEGABYTE = 1024 * 1024;

    /** Heap that may stay behind. A leak of 2,000 sessions with all they hold is many times that. */
    private static final long HEAP_TOLERANCE_BYTES = 8 * MEGABYTE;

    private final EndpointProcess endpoint;
    private final TransportName transport;
    private final int sessions;
    private final int turns;
    private final PrintStream out;
    private final List<String> problems = new ArrayList<>();

    SessionsCheck(EndpointProcess endpoint, TransportName transport, int sessions, int turns, PrintStream out) {
        this.endpoint = endpoint;
        this.transport = transport;
        this.sessions = sessions;
        this.turns = turns;
        this.out = out;
    }

    /** @return what is wrong, in sentences; empty if all is well */
    List<String> run() throws Exception {
        talk(Math.min(REHEARSAL_SESSIONS, sessions), null);
        Measure.eventually(SETTLE_SECONDS, () -> endpoint.connections() == 0);
        Snapshot before = Snapshot.take();
        long inputs = endpoint.inputs();
        print("before", before);

        talk(sessions, before);

        expect(endpoint.inputs() - inputs == (long) sessions * turns, "the endpoint saw another number of inputs");
        expect(endpoint.violations() == 0, "the endpoint saw " + endpoint.violations() + " violations of the protocol");
        expect(
                Measure.eventually(SETTLE_SECONDS, () -> endpoint.connections() == 0),
                "the endpoint still has " + endpoint.connections() + " connections");
        expect(
                Measure.eventually(SETTLE_SECONDS, () -> Measure.threads() <= before.threads()),
                "threads are left behind: " + Thread.getAllStackTraces().keySet());
        Snapshot after = Snapshot.take();
        print("after closing them", after);
        long left = after.heapBytes() - before.heapBytes();
        expect(left <= HEAP_TOLERANCE_BYTES, "the heap has grown by " + left + " bytes");
        return problems;
    }

    private void talk(int count, Snapshot before) throws Exception {
        try (Client client = new ComponentClient(endpoint.url(), transport, count, SessionsCheck::text)) {
            long begun = System.nanoTime();
            // Opening a session is its first turn.
            client.open(count);
            Turns.run(client, 0, count, turns - 1);
            if (before != null) {
                report(count, System.nanoTime() - begun, before);
            }
        }
    }

    private static String text(int session, int turn) {
        return "session " + session + ", turn " + turn;
    }

    private void report(int count, long nanos, Snapshot before) {
        Snapshot with = Snapshot.take();
        int connections = endpoint.connections();
        out.printf(
                Locale.ROOT,
                "%,d sessions, %,d turns, each answered with its own words, in %.1f s; %,d connections%n",
                count,
                (long) count * turns,
                nanos / 1e9,
                connections);
        print("with all of them", with);
        out.printf(
                Locale.ROOT,
                "  a session: %.1f kB of heap, %.2f threads%n",
                (with.heapBytes() - before.heapBytes()) / 1024.0 / count,
                (with.threads() - before.threads()) / (double) count);
        expect(connections == count, "the endpoint has " + connections + " connections for " + count + " sessions");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            problems.add(otherwise);
        }
    }

    private void print(String when, Snapshot snapshot) {
        out.printf(
                Locale.ROOT,
                "%-20s %,6d threads, %,7.1f MB of heap%n",
                when,
                snapshot.threads(),
                snapshot.heapBytes() / (double) MEGABYTE);
    }

    /** The heap first: collecting takes a moment, in which threads may end. */
    private record Snapshot(long heapBytes, int threads) {
        static Snapshot take() {
            return new Snapshot(Measure.heapBytes(), Measure.threads());
        }
    }
}
