package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Makes the turns of one agent, each with an id and a deadline, and with its input ready for the wire. Thread-safe. */
final class TurnFactory {

    private final InputEncoder encoder;
    private final Time time;
    private final String idPrefix;
    private final AtomicLong number = new AtomicLong();

    TurnFactory(InputEncoder encoder, Time time, DoubleSupplier random) {
        this.encoder = encoder;
        this.time = time;
        // Turn ids of two runs or two instances must not be mistaken for each other.
        this.idPrefix = Long.toString((long) (random.getAsDouble() * (1L << 40)), 36) + "-";
    }

    /** @throws InvalidInputException if no Endpoint would take it */
    Turn create(TurnRequest request, TurnCallback callback) throws InvalidInputException {
        EncodedEvent input = encoder.encode(request);
        long deadline = time.nanoTime() + request.handling().timeout().toNanos();
        return new Turn(idPrefix + number.incrementAndGet(), request, input, deadline, callback);
    }
}
