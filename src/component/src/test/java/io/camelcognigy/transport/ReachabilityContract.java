package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where no server can be reached, or what is there is none, the loss says so in words, without token and ids. */
abstract class ReachabilityContract extends TransportContract {

    private static final int RESETS = 200;

    @Test
    void aPortThatNobodyListensOnRefuses() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Loss loss = failureOf("http://127.0.0.1:" + port + "/hush-token");

        assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        assertThat(loss.source()).isEqualTo(Loss.Source.NETWORK);
        assertThat(loss.detail()).containsIgnoringCase("connection refused");
    }

    @Test
    void anUnknownHostIsNamedAsSuch() {
        Loss loss = failureOf("http://no-such-host.invalid/hush-token");

        assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        assertThat(loss.detail()).isEqualTo("unknown host");
    }

    @Test
    void anInvalidHostIsNamedAsSuch() {
        Loss loss = failureOf("http://[fe80::1%25eth0]:80/hush-token");

        assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        assertThat(loss.detail()).contains("host name");
    }

    @Test
    void aServerThatTakesTheConnectionAndSaysNothingRunsIntoTheTimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/hush-token";
            RecordingListener listener = open(impatient(url, HandshakeMode.QUERY, OnReadyTimeout.PROCEED));

            assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CONNECT_TIMEOUT);
            assertThat(listener.awaitClosed().detail()).isEqualTo("no connection within 0.3 s");
        }
    }

    @Test
    void anAttemptCanBeGivenUpWhileTheServerSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RecordingListener listener = new RecordingListener();
            String url = "http://127.0.0.1:" + silent.getLocalPort() + "/hush-token";
            Connection connection = open(request(url, HandshakeMode.QUERY, "hush-session", "hush-user"), listener);
            try (Socket accepted = silent.accept()) {
                connection.close();

                assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CLOSED_BY_US);
                // Ends only when the other side has closed the connection.
                accepted.setSoTimeout((int) SOON.toMillis());
                accepted.getInputStream().readAllBytes();
            }
        }
    }

    @Test
    void aServerThatCutsTheConnectionAtOnceIsAFailedConnect() throws IOException {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RecordingListener listener = open(request(
                    "http://127.0.0.1:" + rude.getLocalPort() + "/hush-token", HandshakeMode.QUERY, "s-1", "u-1"));
            rude.accept().close();

            assertThat(listener.awaitClosed().reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        }
    }

    /** The reset may arrive before the client has written anything, while it writes, or after. */
    @Test
    void connectionsThatAreResetAtOnceFailAtOnce() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, RESETS, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + rude.getLocalPort() + "/hush-token";
            List<RecordingListener> attempts = new ArrayList<>();
            for (int i = 0; i < RESETS; i++) {
                attempts.add(open(request(url, HandshakeMode.QUERY, "s-" + i, "u-1")));
                try (Socket accepted = rude.accept()) {
                    accepted.setSoLinger(true, 0);
                }
            }

            assertThat(attempts)
                    .extracting(attempt -> attempt.awaitClosed().reason())
                    .containsOnly(Loss.Reason.CONNECT_FAILED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 403 Forbidden, HTTP status 403",
        "HTTP/1.1 200 OK, HTTP status 200",
        "HTTP/1.1 302 Found, HTTP status 302",
        "HTTP/1.1 101 Switching Protocols, no WebSocket",
        "SSH-2.0-OpenSSH_9.6, does not speak HTTP"
    })
    void whatIsNoEndpointIsNotTalkedTo(String firstLine, String expected) throws IOException {
        try (ServerSocket other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> answer(other, firstLine), "other-server");
            answering.start();

            Loss loss = failureOf("http://127.0.0.1:" + other.getLocalPort() + "/hush-token");

            assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
            assertThat(loss.detail()).contains(expected);
        }
    }

    private Loss failureOf(String endpointUrl) {
        Loss loss = open(request(endpointUrl, HandshakeMode.QUERY, "hush-session", "hush-user"))
                .awaitClosed();
        assertThat(loss.wasReady()).isFalse();
        assertThat(loss.toString()).doesNotContain("hush");
        for (Throwable cause = loss.cause(); cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("hush");
        }
        return loss;
    }

    private static void answer(ServerSocket server, String firstLine) {
        try (Socket client = server.accept()) {
            OutputStream out = client.getOutputStream();
            out.write((firstLine + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            client.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The client has left, as it should.
        }
    }
}
