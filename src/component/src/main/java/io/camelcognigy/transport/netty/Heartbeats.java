package io.camelcognigy.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Watches the heartbeats of all connections of one event loop, with one task for all of them: it goes over their time
 * stamps when the first of them is due, and then sleeps until the next one is. Confined to the event loop.
 */
final class Heartbeats {

    /** Not more often than that, however many connections there are; nothing is noticed later by more than that. */
    private static final long MIN_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final EventLoop loop;
    private final List<Member> members = new ArrayList<>();
    private Future<?> sweep;
    private long sweepAt;

    /** A connection with a heartbeat. */
    interface Member {

        /** Does what is due, and tells how many nanoseconds from {@code now} on something is due again. */
        long beat(long now);

        /** Where it stands in the list; kept by the member, so that it can be taken out without a search. */
        int index();

        void index(int index);
    }

    Heartbeats(EventLoop loop) {
        this.loop = loop;
    }

    /** @param member one with a negative index, which says that it is in no list */
    void add(Member member) {
        member.index(members.size());
        members.add(member);
        long now = System.nanoTime();
        wakeAt(now, member.beat(now));
    }

    /** Something may be due sooner than the member said. Does nothing if it is not in. */
    void changed(Member member) {
        if (member.index() >= 0) {
            long now = System.nanoTime();
            wakeAt(now, member.beat(now));
        }
    }

    /** Does nothing if it is not in. */
    void remove(Member member) {
        int index = member.index();
        if (index >= 0) {
            Member last = members.remove(members.size() - 1);
            if (last != member) {
                members.set(index, last);
                last.index(index);
            }
            member.index(-1);
        }
    }

    private void sweep() {
        sweep = null;
        long now = System.nanoTime();
        long next = Long.MAX_VALUE;
        // Backwards: a member that takes itself out is replaced by one that has had its turn.
        for (int i = members.size() - 1; i >= 0; i--) {
            if (i < members.size()) {
                next = Math.min(next, members.get(i).beat(now));
            }
        }
        if (!members.isEmpty()) {
            wakeAt(now, Math.max(next, MIN_GAP_NANOS));
        }
    }

    private void wakeAt(long now, long delay) {
        if (sweep != null) {
            if (sweepAt - now <= delay) {
                return;
            }
            sweep.cancel(false);
        }
        sweepAt = now + delay;
        sweep = loop.schedule(this::sweep, delay, TimeUnit.NANOSECONDS);
    }
}
