package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.jms.Relay;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A new mail is asked when it comes, where the mail server says so (IDLE), and at the next look where it does not. */
class MailIdleTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    /** Shorter than until a watch is renewed, which brings a look with it. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String NEVER = "10h";

    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailProbe probe;
    private MailBridge bridge;
    private Relay relay;

    @BeforeEach
    void start() {
        server = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder().bot(new DemoBot()).start();
        probe = new MailProbe(server);
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        if (relay != null) {
            relay.close();
        }
        endpoint.close();
        server.close();
    }

    private void bridge(String pollInterval) throws Exception {
        String url = relay == null ? server.imapUrl() : "imap://127.0.0.1:" + relay.port();
        bridge = new MailBridge(
                server, endpoint.endpointUrl(), BOT, Map.of("mail.imap-url", url, "mail.poll-interval", pollInterval));
        MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().lastPoll() != null);
    }

    private Relay relay(Relay.Talks talks) throws IOException {
        return new Relay(URI.create(server.imapUrl()).getPort(), ServerSocketFactory.getDefault(), talks);
    }

    /** Each alone; the first may be found by the look with which the watch begins. */
    private void assertThatMailsAreAnswered(int from, int to) {
        for (int i = from; i <= to; i++) {
            probe.send(ANNA, BOT, "From: " + ANNA, "Message-ID: <" + i + "@client.example>", "", "hello");
            int answers = i;
            MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().answered() == answers);
        }
        probe.awaitMails(ANNA, to);
    }

    @Test
    void aNewMailIsAskedWhenItComesAndNotAtTheNextLook() throws Exception {
        bridge(NEVER);

        assertThatMailsAreAnswered(1, 3);
    }

    @Test
    void aConnectionThatIsLostIsReplaced() throws Exception {
        relay = new Relay(URI.create(server.imapUrl()).getPort());
        bridge(NEVER);
        assertThatMailsAreAnswered(1, 2);
        relay.cut();

        assertThatMailsAreAnswered(3, 5);
    }

    @Test
    void aServerWithoutIdleIsLookedIntoAgainAndAgain() throws Exception {
        relay = relay(WithoutIdle::new);
        bridge("50ms");

        assertThatMailsAreAnswered(1, 3);
        assertThat(relay.accepted())
                .as("the mailbox, and the one that found no IDLE")
                .isEqualTo(2);
    }

    /** The server's side of the connection that waits for news says nothing from then on, and it is not closed. */
    @Test
    @Tag("slow")
    void aConnectionThatIsGoneWithoutAWordHoldsUpNobodyForLong() throws Exception {
        relay = relay(SilentInIdle::new);
        bridge("50ms");

        assertThatMailsAreAnswered(1, 2);
    }

    @Test
    void theEndOfTheRoadEndsTheWaitingForNews() throws Exception {
        bridge(NEVER);
        assertThatMailsAreAnswered(1, 2);
        MailProbe.waiting().atMost(PATIENCE).until(MailIdleTest::somebodyListens);
        bridge.close();

        MailProbe.waiting().atMost(PATIENCE).until(() -> !somebodyListens());
    }

    private static boolean somebodyListens() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().endsWith(".mail.IdleConnection")
                        && frame.getMethodName().equals("listen"));
    }

    /** The server as it is, but that it cannot do that. */
    private static final class WithoutIdle extends Lines {

        WithoutIdle(Socket client, Socket server) {
            super(client, server);
        }

        @Override
        String toClient(String line) {
            return line.contains("CAPABILITY") ? line.replace(" IDLE", "") : line;
        }
    }

    private static final class SilentInIdle extends Lines {

        private volatile boolean idle;

        SilentInIdle(Socket client, Socket server) {
            super(client, server);
        }

        @Override
        void toServer(String line) {
            idle |= line.endsWith(" IDLE");
        }

        @Override
        String toClient(String line) {
            return idle && !line.startsWith("+") ? null : line;
        }
    }

    /** Carries line by line. */
    private abstract static class Lines implements Relay.Talk {

        private final Socket client;
        private final Socket server;

        Lines(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        /** What the client says to the server. */
        void toServer(String line) {}

        /** What the client hears of a line of the server's; null: nothing. */
        abstract String toClient(String line);

        @Override
        public void upwards() throws IOException {
            carry(client, server, line -> {
                toServer(line);
                return line;
            });
        }

        @Override
        public void downwards() throws IOException {
            carry(server, client, this::toClient);
        }

        private static void carry(Socket from, Socket to, UnaryOperator<String> change) throws IOException {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(from.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = to.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String changed = change.apply(line);
                if (changed != null) {
                    out.write((changed + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                    out.flush();
                }
            }
        }
    }
}
