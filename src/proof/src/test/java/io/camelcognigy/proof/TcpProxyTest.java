package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bad network does what it says, at both ends, and is a good one when it has healed. */
class TcpProxyTest {

    private static final int SILENCE_MILLIS = 150;

    private ServerSocket listener;
    private TcpProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = TcpProxy.to(listener.getLocalPort());
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
        client.setSoTimeout(5_000);
        server.setSoTimeout(5_000);
        // Only then does the proxy know, too, that its own connection stands.
        across(client, server, 'x');
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxy.close();
        listener.close();
    }

    @Test
    void bytesGoBothWays() throws IOException {
        assertThat(across(client, server, 'a')).isEqualTo('a');
        assertThat(across(server, client, 'b')).isEqualTo('b');
    }

    @Test
    void theEndOfAConnectionReachesTheOtherEnd() throws IOException {
        client.close();

        assertThat(server.getInputStream().read()).isEqualTo(-1);
        await().until(() -> proxy.standing() == 0);
    }

    @Test
    void whereNobodyListensBehindItAConnectionIsReset() throws IOException {
        listener.close();

        try (Socket another = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> another.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void aRefusedConnectionIsWelcomeWhenItHasHealed() throws IOException {
        proxy.refuse();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()))
                .isInstanceOf(ConnectException.class);
        assertThat(across(client, server, 'a')).isEqualTo('a');
        proxy.heal();
        new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close();
    }

    @Test
    void aResetIsSeenAtBothEnds() {
        proxy.reset();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void aCutIsTheEndAtBothEnds() throws IOException {
        proxy.cut();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aBlackholeSwallowsOneDirectionAndGivesItBackWhenItHasHealed() throws IOException {
        proxy.blackhole(Direction.TO_SERVER);

        client.getOutputStream().write('a');
        assertSilent(server);
        assertThat(across(server, client, 'b')).isEqualTo('b');
        proxy.heal();
        assertThat(server.getInputStream().read()).isEqualTo('a');
    }

    @Test
    void aBlackholeCanSwallowBothDirectionsAndTheEndToo() throws IOException {
        proxy.blackhole(Direction.values());

        server.getOutputStream().write('b');
        assertSilent(client);
        client.close();
        assertSilent(server);
        proxy.heal();
        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aFrozenLinkStaysHalfOpenAndANewOneIsFine() throws IOException {
        proxy.freeze(Direction.TO_CLIENT);
        assertThat(proxy.frozen()).isEqualTo(1);

        server.getOutputStream().write('b');
        assertSilent(client);
        try (Socket another = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                Socket accepted = listener.accept()) {
            assertThat(across(accepted, another, 'c')).isEqualTo('c');
        }
        client.close();
        await().until(() -> proxy.frozen() == 0);
    }

    @Test
    void aDelayedByteComesLate() throws IOException {
        proxy.delay(Duration.ofMillis(200));

        long start = System.nanoTime();
        assertThat(across(client, server, 'a')).isEqualTo('a');
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void aThrottledLinkIsAsSlowAsItIsTold() throws IOException {
        proxy.throttle(20_000);
        byte[] sent = new byte[10_000];
        sent[sent.length - 1] = 1;

        long start = System.nanoTime();
        client.getOutputStream().write(sent);
        assertThat(server.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(450));
    }

    @Test
    void aLinkIsCutAfterSoManyBytes() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 3);

        client.getOutputStream().write(new byte[] {'a', 'b', 'c', 'd'});
        assertThat(server.getInputStream().readAllBytes()).isEqualTo(new byte[] {'a', 'b', 'c'});
    }

    @Test
    void moreThanMemoryTakesGoesThroughInOrder() throws Exception {
        byte[] sent = new byte[8 << 20];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 >> 3);
        }
        Thread writer = new Thread(() -> {
            try {
                client.getOutputStream().write(sent);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();

        assertThat(server.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        writer.join();
    }

    @Test
    void onlyTheChosenLinksAreStruck() throws IOException {
        try (TcpProxy kafka = TcpProxy.to(listener.getLocalPort(), new KafkaLinks()::name);
                Socket consumer = new Socket(InetAddress.getLoopbackAddress(), kafka.port());
                Socket consumed = listener.accept();
                Socket producer = new Socket(InetAddress.getLoopbackAddress(), kafka.port());
                Socket produced = listener.accept()) {
            byte[] consumes = request("consumer-1");
            byte[] produces = request("producer-1");
            consumer.getOutputStream().write(consumes);
            producer.getOutputStream().write(produces);
            consumed.getInputStream().readNBytes(consumes.length);
            produced.getInputStream().readNBytes(produces.length);

            kafka.only(name -> name.startsWith("producer"));
            kafka.cut();

            assertThat(produced.getInputStream().read()).isEqualTo(-1);
            assertThat(across(consumer, consumed, 'a')).isEqualTo('a');
        }
    }

    /** The beginning of any Kafka request: length, which one, its version, a number, the client id. */
    private static byte[] request(String clientId) {
        byte[] id = clientId.getBytes();
        byte[] request = new byte[14 + id.length];
        request[13] = (byte) id.length;
        System.arraycopy(id, 0, request, 14, id.length);
        return request;
    }

    private static int across(Socket from, Socket to, char what) throws IOException {
        from.getOutputStream().write(what);
        return to.getInputStream().read();
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(5_000);
    }
}
