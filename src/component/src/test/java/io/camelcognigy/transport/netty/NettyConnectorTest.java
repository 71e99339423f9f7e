package io.camelcognigy.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An attempt that ends before anything was asked fails like any other: once, and to its listener. */
class NettyConnectorTest {

    private final BlockingQueue<Loss> losses = new LinkedBlockingQueue<>();

    private final ConnectionListener listener = new ConnectionListener() {
        @Override
        public void onReady(Connection connection) {}

        @Override
        public void onEvent(Connection connection, ServerEvent event, Ack ack, int size) {}

        @Override
        public void onClosed(Connection connection, Loss loss) {
            losses.add(loss);
        }
    };

    @Test
    void aSystemOutOfFileDescriptorsIsToldInPlainWords() throws Exception {
        try (IoThreads threads = new IoThreads(1);
                NettyConnector connector =
                        new NettyConnector(TransportSettings.defaults(), ProtocolGeneration.AUTO, threads, () -> {
                            throw new ChannelException(
                                    "Failed to open a socket.", new SocketException("Too many open files"));
                        })) {
            connector.open(request(1), listener);

            Loss loss = losses.poll(5, TimeUnit.SECONDS);

            assertThat(loss).isNotNull();
            assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
            assertThat(loss.detail()).startsWith("out of file descriptors");
        }
        assertThat(losses).isEmpty();
    }

    @Test
    void aConnectionThatIsResetBeforeTheUpgradeIsAskedForFailsAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                IoThreads threads = IoThreads.nio(1);
                NettyConnector connector = new NettyConnector(
                        TransportSettings.defaults(), ProtocolGeneration.AUTO, threads, ResetBeforeFirstWrite::new)) {
            connector.open(request(server.getLocalPort()), listener);

            Loss loss = losses.poll(5, TimeUnit.SECONDS);

            assertThat(loss).isNotNull();
            assertThat(loss.source()).isEqualTo(Loss.Source.NETWORK);
            assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        }
        assertThat(losses).isEmpty();
    }

    /** As the kernel has it when the other end's reset arrives between connecting and the first write. */
    private static final class ResetBeforeFirstWrite extends NioSocketChannel {

        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws IOException {
            throw new IOException("Connection reset by peer");
        }
    }

    private static ConnectRequest request(int port) {
        EndpointAddress address = EndpointAddress.parse("http://127.0.0.1:" + port + "/demo");
        return new ConnectRequest(
                address,
                HandshakeMode.QUERY,
                new HandshakeParameters(address.urlToken(), "u-1", "s-1", false, true),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                OnReadyTimeout.FAIL);
    }
}
