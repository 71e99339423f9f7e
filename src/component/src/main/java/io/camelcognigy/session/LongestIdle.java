package io.camelcognigy.session;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Finds the session that has been idle longest, for a house that is full. It looks at all sessions now and then and
 * remembers a few: who was among these and did nothing since is still the longest idle of all. So a storm of new
 * customers does not look at everybody for each of them. Thread-safe.
 */
final class LongestIdle {

    /** Found in one look at all sessions. */
    static final int AT_ONCE = 64;

    private final Collection<Session> sessions;
    private final Time time;
    private final Deque<Candidate> found = new ArrayDeque<>();

    private record Candidate(Session session, long idleNanos, long since) {

        boolean stillIdle() {
            return session.lastActiveAt() == since && mayGo(session);
        }
    }

    /** @param sessions all there are; may change meanwhile */
    LongestIdle(Collection<Session> sessions, Time time) {
        this.sessions = sessions;
        this.time = time;
    }

    /** One that seems to be idle, and is not named again; null if there is none. Whether it is, only itself can say. */
    synchronized Session next() {
        Session next = nextFound();
        if (next == null) {
            lookAtAll();
            next = nextFound();
        }
        return next;
    }

    private Session nextFound() {
        for (Candidate first = found.poll(); first != null; first = found.poll()) {
            if (first.stillIdle()) {
                return first.session();
            }
        }
        return null;
    }

    private void lookAtAll() {
        long now = time.nanoTime();
        Queue<Candidate> longest = new PriorityQueue<>(AT_ONCE + 1, Comparator.comparingLong(Candidate::idleNanos));
        for (Session session : sessions) {
            long since = session.lastActiveAt();
            long idle = now - since;
            boolean full = longest.size() == AT_ONCE;
            if (mayGo(session) && !(full && idle <= longest.element().idleNanos())) {
                longest.add(new Candidate(session, idle, since));
                if (full) {
                    longest.remove();
                }
            }
        }
        // The shortest idle comes out first.
        for (Candidate candidate = longest.poll(); candidate != null; candidate = longest.poll()) {
            found.addFirst(candidate);
        }
    }

    private static boolean mayGo(Session session) {
        return !session.busy();
    }
}
