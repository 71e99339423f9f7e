package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A consumer whose route ends at once, or waits at a gate, or fails. */
final class RecordingSubscriber implements EventSubscriber {

    final List<SessionEvent> events = new ArrayList<>();
    private final Set<EventKind> kinds;
    private final Queue<Consumer<Throwable>> gate = new ArrayDeque<>();
    private Predicate<Map<String, Object>> addresses = any -> true;
    private boolean onReceipt;
    private boolean gated;
    private Throwable failure;
    private Throwable thrown;

    private RecordingSubscriber(Set<EventKind> kinds) {
        this.kinds = kinds;
    }

    static RecordingSubscriber of(EventKind first, EventKind... more) {
        return new RecordingSubscriber(EnumSet.of(first, more));
    }

    static RecordingSubscriber ofAll() {
        return new RecordingSubscriber(EnumSet.allOf(EventKind.class));
    }

    RecordingSubscriber acknowledgingOnReceipt() {
        onReceipt = true;
        return this;
    }

    RecordingSubscriber serving(String name, Object value) {
        addresses = address -> value.equals(address.get(name));
        return this;
    }

    RecordingSubscriber gated() {
        gated = true;
        return this;
    }

    RecordingSubscriber failing(Throwable with) {
        failure = with;
        return this;
    }

    RecordingSubscriber throwing(Throwable what) {
        thrown = what;
        return this;
    }

    /** Lets the oldest event at the gate pass. */
    void pass() {
        gate.remove().accept(failure);
    }

    /** Opens the gate for good. */
    void open() {
        gated = false;
        while (!gate.isEmpty()) {
            pass();
        }
    }

    int atGate() {
        return gate.size();
    }

    List<String> texts() {
        return events.stream()
                .filter(event -> event.payload() instanceof ServerEvent.Output)
                .map(event -> ((ServerEvent.Output) event.payload()).message().text())
                .toList();
    }

    List<EventKind> kinds() {
        return events.stream().map(SessionEvent::kind).toList();
    }

    SessionEvent last() {
        return events.get(events.size() - 1);
    }

    @Override
    public boolean wants(EventKind kind) {
        return kinds.contains(kind);
    }

    @Override
    public boolean serves(Map<String, Object> replyAddress) {
        return addresses.test(replyAddress);
    }

    @Override
    public boolean acknowledgesOnReceipt() {
        return onReceipt;
    }

    @Override
    public void deliver(SessionEvent event, Consumer<Throwable> routed) {
        events.add(event);
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (gated) {
            gate.add(routed);
        } else {
            routed.accept(failure);
        }
    }
}
