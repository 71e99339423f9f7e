package io.camelcognigy.transport;

import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.FailAt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server for the contract of the seam, whatever it is made of. Its bot understands the words of the demo bot. */
interface EndpointFixture extends AutoCloseable {

    /**
     * What a test wants of a server.
     *
     * @param fault what is to happen to the first connection while it opens
     */
    record Wishes(Duration pingInterval, Duration pingTimeout, int maxPayload, Optional<FailAt> fault) {

        static Wishes usual() {
            return new Wishes(Duration.ofSeconds(25), Duration.ofSeconds(20), 100_000, Optional.empty());
        }

        static Wishes failing(FailAt fault) {
            return new Wishes(Duration.ofSeconds(25), Duration.ofSeconds(20), 100_000, Optional.of(fault));
        }

        Wishes heartbeat(Duration interval, Duration timeout) {
            return new Wishes(interval, timeout, maxPayload, fault);
        }
    }

    /** With the right token. */
    String endpointUrl();

    /** Breaks the one connection that is ready, now or at its next input. */
    void strike(FailAt fault);

    /** Sends an output that answers no input. */
    void push(String sessionId, String text);

    /** What clients told about themselves, decoded, oldest first. */
    List<ClientHandshake> handshakes();

    /** How many events were acknowledged, with their own id and nothing in it. */
    long acknowledged();

    /** How many events waited for an acknowledgement in vain. */
    long unacknowledged();

    /** What the client did against the protocol, in words. */
    List<String> violations();

    /** How many connections stand. */
    int connections();

    @Override
    void close();
}
