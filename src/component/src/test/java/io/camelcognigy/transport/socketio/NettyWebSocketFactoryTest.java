package io.camelcognigy.transport.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.Failures;
import io.camelcognigy.transport.dial.IoThreads;
import io.netty.channel.ChannelException;
import java.net.SocketException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.junit.jupiter.api.Test;

/** An attempt that cannot even begin fails like any other: once, and to its listener. */
class NettyWebSocketFactoryTest {

    @Test
    void aSystemOutOfFileDescriptorsIsToldInPlainWords() throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (IoThreads threads = new IoThreads(1);
                NettyWebSocketFactory factory = new NettyWebSocketFactory(TransportSettings.defaults(), threads, () -> {
                    throw new ChannelException("Failed to open a socket.", new SocketException("Too many open files"));
                })) {
            WebSocket socket = factory.newWebSocket(
                    new Request.Builder().url("http://127.0.0.1:1/").build(), new WebSocketListener() {
                        @Override
                        public void onFailure(WebSocket webSocket, Throwable failure, Response response) {
                            failures.add(failure);
                        }
                    });

            Throwable failure = failures.poll(5, TimeUnit.SECONDS);

            assertThat(failure).isNotNull();
            assertThat(Failures.describe(failure)).startsWith("out of file descriptors");
            assertThat(socket.send("too late")).isFalse();
            assertThat(socket.close(1000, "")).isFalse();
        }
        assertThat(failures).isEmpty();
    }
}
