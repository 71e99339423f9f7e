package io.camelcognigy.transport;

import io.camelcognigy.app.embedded.ClientHandshake;
import io.camelcognigy.app.embedded.FailAt;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A server for the contract of the seam, whatever it is made of. */
interface EndpointFixture extends AutoCloseable {

    /** What a test wants of a server; the bot understands the words of the demo bot. */
    record Wishes(Duration pingInterval, Duration pingTimeout, int maxPayload, int oversizedBytes, SSLContext tls) {

        static Wishes usual() {
            return new Wishes(Duration.ofSeconds(25), Duration.ofSeconds(20), 100_000, 3_000_000, null);
        }

        Wishes heartbeat(Duration interval, Duration timeout) {
            return new Wishes(interval, timeout, maxPayload, oversizedBytes, tls);
        }

        Wishes tls(SSLContext context) {
            return new Wishes(pingInterval, pingTimeout, maxPayload, oversizedBytes, context);
        }
    }

    /** With the right token. */
    String endpointUrl();

    /** Scripts a fault for the next connection or input. */
    void failNext(FailAt fault);

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
