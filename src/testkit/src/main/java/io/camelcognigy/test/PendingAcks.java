package io.camelcognigy.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The acknowledgements one connection waits for, oldest first. Event loop only. */
final class PendingAcks {

    private final AckDeadlines deadlines;
    private final BiConsumer<Long, String> onMissed;
    private final Map<Long, AckDeadlines.Pending> pending = new LinkedHashMap<>();

    /** @param onMissed takes the id and the event of each that did not come in time */
    PendingAcks(AckDeadlines deadlines, BiConsumer<Long, String> onMissed) {
        this.deadlines = deadlines;
        this.onMissed = onMissed;
    }

    void expect(long id, String event) {
        pending.put(id, deadlines.watch(event, () -> onMissed.accept(id, arrived(id))));
    }

    /** The event that was acknowledged; null if nobody waits for this id. */
    String arrived(long id) {
        AckDeadlines.Pending found = pending.remove(id);
        if (found == null) {
            return null;
        }
        found.settle();
        return found.event();
    }

    /** The connection is gone: takes every open id to the listener, misses none. */
    void cut(BiConsumer<Long, String> onCut) {
        pending.forEach((id, open) -> {
            open.settle();
            onCut.accept(id, open.event());
        });
        pending.clear();
    }
}
