package io.camelcognigy.mail;

import io.camelcognigy.road.CamelSessions;
import io.camelcognigy.road.Register;
import io.camelcognigy.road.RoadRegister;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;

/**
 * What a road shares with other bridges on the same mailbox, from a start to a stop: who works on a thread, and whose a session
 * is, by the register, if there is one. Without one all is this road's own, and a session ends with the process.
 *
 * <p>A thread is claimed for one mail at a time: between two of them another bridge may go on with it. {@link #claim} and
 * {@link #release} wait for the register, and are for the mailbox thread alone; the rest is thread-safe.
 */
final class SharedMailbox implements AutoCloseable {

    private static final int LONGEST_SCOPE = 200;
    /** How often it is asked for a thread that another bridge works on. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(500);

    private static final int REMEMBERED = 10_000;

    private final RoadRegister sessions;
    private final io.camelcognigy.road.Claims threads;
    private final LongSupplier nanoTime;
    /** Which mail a thread is claimed for, by UID. */
    private final Map<Long, String> claimed = new ConcurrentHashMap<>();
    /** When to ask again for what another bridge had. */
    private final Map<String, Long> refused = new HashMap<>();

    private SharedMailbox(RoadRegister sessions, io.camelcognigy.road.Claims threads, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /**
     * @param register null for none
     * @param mailbox its name, the same for all bridges that read it
     */
    static SharedMailbox open(
            Register register, String road, String mailbox, CamelContext camel, LongSupplier nanoTime) {
        if (register == null) {
            return new SharedMailbox(null, null, nanoTime);
        }
        String scope = "mail " + mailbox;
        if (scope.length() > LONGEST_SCOPE) {
            scope = "mail " + HexFormat.of().formatHex(Digest.sha256(mailbox));
        }
        return new SharedMailbox(
                register.open(road, Set.of(), new CamelSessions(camel)), register.claims(scope), nanoTime);
    }

    boolean isShared() {
        return threads != null;
    }

    // ---------------------------------------------------------------- sessions

    /** Of the inputs; null for nobody. */
    SessionRegister owner() {
        return sessions;
    }

    /** See {@link RoadRegister#whenOurs}. */
    void whenOurs(String sessionKey, Runnable then) {
        if (sessions == null) {
            then.run();
        } else {
            sessions.whenOurs(sessionKey, then);
        }
    }

    /** See {@link RoadRegister#whenWritten}. */
    void whenWritten(String sessionKey, Runnable then) {
        if (sessions == null) {
            then.run();
        } else {
            sessions.whenWritten(sessionKey, then);
        }
    }

    /** Mails that wait until their session is ours. */
    int waiting() {
        return sessions == null ? 0 : sessions.waiting();
    }

    /** What is wrong with the register; null if nothing is. */
    String trouble() {
        return sessions == null ? null : sessions.trouble();
    }

    // ---------------------------------------------------------------- threads

    /** Whether no other bridge works on that thread, nor will as long as this mail is not released. */
    boolean claim(long uid, String thread) {
        if (threads == null) {
            return true;
        }
        Long again = refused.get(thread);
        if (again != null && again - nanoTime.getAsLong() > 0) {
            return false;
        }
        if (threads.claim(thread)) {
            refused.remove(thread);
            claimed.put(uid, thread);
            return true;
        }
        if (refused.size() >= REMEMBERED) {
            refused.clear();
        }
        refused.put(thread, nanoTime.getAsLong() + ASK_AGAIN.toNanos());
        return false;
    }

    /** Whether no other bridge can work on that mail's thread: after the register was away for long, one may. */
    boolean holds(long uid) {
        String thread = threads == null ? null : claimed.get(uid);
        return threads == null || thread != null && threads.holds(thread);
    }

    /** Nothing is to be done to that mail now. */
    void release(long uid) {
        String thread = claimed.remove(uid);
        if (thread != null && !claimed.containsValue(thread)) {
            threads.release(thread);
        }
    }

    /** Those of mails that are in nobody's hands any more. */
    void releaseOthers(Set<Long> underWay) {
        Set.copyOf(claimed.keySet()).stream()
                .filter(uid -> !underWay.contains(uid))
                .forEach(this::release);
    }

    /** Once the mailbox thread has ended. */
    @Override
    public void close() {
        if (sessions != null) {
            sessions.close();
        }
        releaseOthers(Set.of());
    }
}
