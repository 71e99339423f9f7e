package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import org.junit.jupiter.api.Test;

/** The wire in Engine.IO 4. */
abstract class NewGenerationWireContract extends WireContract {

    @Override
    final FrameServer.Generation generation() {
        return FrameServer.Generation.V4;
    }

    @Test
    void aServerOfTheOldGenerationIsNamed() {
        RecordingListener listener = open(request(HandshakeMode.QUERY, "s-1", "u-1"));
        server.nextUpgrade();

        server.send(FrameServer.OPEN, "40");

        assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.PROTOCOL_ERROR);
        assertThat(listener.awaitClosed().detail()).contains("Socket.IO 2");
    }
}
