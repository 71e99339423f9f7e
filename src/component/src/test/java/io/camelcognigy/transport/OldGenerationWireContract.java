package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The wire in Engine.IO 3, where the client keeps the heartbeat. */
abstract class OldGenerationWireContract extends WireContract {

    private static final String FAST = "0{\"sid\":\"e1\",\"upgrades\":[],\"pingInterval\":100,\"pingTimeout\":400}";

    @Override
    final FrameServer.Generation generation() {
        return FrameServer.Generation.V3;
    }

    @Test
    void theClientPingsInEveryInterval() {
        RecordingListener listener = openedFast();

        for (int i = 0; i < 6; i++) {
            server.expect("2");
            server.send("3");
        }

        assertThat(listener.losses).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerPingsIsGone() {
        long before = System.nanoTime();

        RecordingListener listener = openedFast();

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.PING_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(Duration.ofMillis(500), SOON);
    }

    @Test
    void theNamespaceIsNotAskedFor() {
        RecordingListener listener = ready();

        listener.awaitReady().close();

        // And no CONNECT before it.
        server.expect("41");
    }

    private RecordingListener openedFast() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.nextUpgrade();
        server.opening(FAST);
        server.send(generation().connectReply(), FrameServer.READY);
        listener.awaitReady();
        return listener;
    }
}
