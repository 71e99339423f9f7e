package io.camelcognigy.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who consumes the events of one agent. Thread-safe; found quickly, changed rarely. */
final class Subscribers {

    private final List<EventSubscriber> all = new CopyOnWriteArrayList<>();
    private volatile Map<EventKind, List<EventSubscriber>> byKind = Map.of();

    void add(EventSubscriber subscriber) {
        all.add(subscriber);
        index();
    }

    void remove(EventSubscriber subscriber) {
        all.remove(subscriber);
        index();
    }

    /** Those that take events of that kind from a session with that reply address. */
    List<EventSubscriber> of(EventKind kind, Map<String, Object> replyAddress) {
        List<EventSubscriber> wanting = byKind.getOrDefault(kind, List.of());
        for (EventSubscriber subscriber : wanting) {
            if (!subscriber.serves(replyAddress)) {
                return wanting.stream().filter(s -> s.serves(replyAddress)).toList();
            }
        }
        return wanting;
    }

    private synchronized void index() {
        Map<EventKind, List<EventSubscriber>> index = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            index.put(kind, all.stream().filter(s -> s.wants(kind)).toList());
        }
        byKind = index;
    }
}
