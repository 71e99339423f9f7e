package io.camelcognigy.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link SimulatedEndpoint} saw: handshakes, inputs, deliveries and violations, oldest first. Bounded: over the
 * bound the oldest entries go. The counters always count. Thread-safe; every list is a snapshot.
 */
public final class Journal {

    private final Ledger<ClientHandshake> handshakes;
    private final Ledger<ReceivedInput> inputs;
    private final Ledger<String> typings;
    private final Ledger<Delivery> deliveries;
    private final Ledger<Violation> violations;

    /** @param bound entries kept of each kind; 0 keeps none */
    Journal(int bound) {
        handshakes = new Ledger<>(bound);
        inputs = new Ledger<>(bound);
        typings = new Ledger<>(bound);
        deliveries = new Ledger<>(bound);
        violations = new Ledger<>(bound);
    }

    /** Every completed handshake, wrong tokens included. */
    public List<ClientHandshake> handshakes() {
        return handshakes.entries();
    }

    /** Every valid input, in the order of arrival. */
    public List<ReceivedInput> inputs() {
        return inputs.entries();
    }

    public List<ReceivedInput> inputs(String sessionId) {
        return inputs().stream()
                .filter(input -> Objects.equals(input.sessionId(), sessionId))
                .toList();
    }

    /** The statuses of the clients' {@code typingStatus} events. */
    public List<String> typings() {
        return typings.entries();
    }

    /** The outcome of every event that asked for an acknowledgement, in the order of the outcomes. */
    public List<Delivery> deliveries() {
        return deliveries.entries();
    }

    public List<Violation> violations() {
        return violations.entries();
    }

    public List<Violation> violations(Violation.Kind kind) {
        return violations().stream()
                .filter(violation -> violation.kind() == kind)
                .toList();
    }

    public long inputCount() {
        return inputs.count();
    }

    public long deliveryCount() {
        return deliveries.count();
    }

    public long violationCount() {
        return violations.count();
    }

    /** Forgets all entries and counts. */
    public void clear() {
        handshakes.clear();
        inputs.clear();
        typings.clear();
        deliveries.clear();
        violations.clear();
    }

    void add(ClientHandshake handshake) {
        handshakes.add(handshake);
    }

    void add(ReceivedInput input) {
        inputs.add(input);
    }

    void addTyping(String status) {
        typings.add(status);
    }

    void add(Delivery delivery) {
        deliveries.add(delivery);
    }

    void add(Violation violation) {
        violations.add(violation);
    }

    private static final class Ledger<T> {

        private final int bound;
        private final LongAdder count = new LongAdder();
        private final Deque<T> entries = new ArrayDeque<>();

        Ledger(int bound) {
            this.bound = bound;
        }

        void add(T entry) {
            count.increment();
            if (bound == 0) {
                return;
            }
            synchronized (entries) {
                if (entries.size() == bound) {
                    entries.removeFirst();
                }
                entries.addLast(entry);
            }
        }

        long count() {
            return count.sum();
        }

        List<T> entries() {
            synchronized (entries) {
                return new ArrayList<>(entries);
            }
        }

        void clear() {
            synchronized (entries) {
                count.reset();
                entries.clear();
            }
        }
    }
}
