package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code attachments=file} the bot finds what is attached to a mail behind a link, and without it only its name. */
class MailAttachmentsTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temporary;

    private final EmbeddedMail server = EmbeddedMail.start(0, 0);
    private final MailProbe probe = new MailProbe(server);
    private final Queue<Map<String, Object>> told = new ConcurrentLinkedQueue<>();
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final SimulatedEndpoint endpoint =
            SimulatedEndpoint.builder().bot(this::look).start();
    private MailBridge bridge;

    @AfterEach
    void stop() {
        bridge.close();
        endpoint.close();
        server.close();
    }

    /** A flow that opens the link while it answers. */
    private void look(ReceivedInput input, Reply reply) {
        for (Object attachment : (List<?>) input.data().get("attachments")) {
            Map<String, Object> one = new HashMap<>();
            ((Map<?, ?>) attachment).forEach((key, value) -> one.put(key.toString(), value));
            told.add(one);
            if (one.get("url") instanceof String url && url.startsWith("file:")) {
                try {
                    found.add(Files.readString(Path.of(URI.create(url))));
                } catch (IOException e) {
                    found.add(e.toString());
                }
            }
        }
        reply.say("thank you");
        reply.finalPing();
    }

    private void bridge(String... settings) throws Exception {
        bridge = new MailBridge(server, endpoint.endpointUrl(), BOT, settings);
    }

    private void write() {
        probe.send(
                ANNA,
                BOT,
                "From: " + ANNA,
                "Message-ID: <1@client.example>",
                "Content-Type: multipart/mixed; boundary=xx",
                "",
                "--xx",
                "",
                "please look",
                "--xx",
                "Content-Type: text/csv; name=\"list of orders.csv\"",
                "Content-Disposition: attachment",
                "Content-Transfer-Encoding: base64",
                "",
                "YTtiO2M=",
                "--xx--");
    }

    @Test
    void theBotFindsTheContentBehindTheLink() throws Exception {
        bridge("attachments-folder", temporary.toString());
        write();

        probe.awaitMails(ANNA, 1);
        assertThat(found).containsExactly("a;b;c");
        assertThat(told.peek()).containsEntry("name", "list of orders.csv").containsEntry("type", "text/csv");
    }

    @Test
    void withoutItNothingIsKept() throws Exception {
        bridge();
        write();

        probe.awaitMails(ANNA, 1);
        assertThat(told).containsExactly(Map.of("name", "list of orders.csv", "type", "text/csv"));
    }

    @Test
    void whileTheFolderIsAwayTheMailWaitsUnseenAndIsAnsweredOnceItIsBack() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("attachments"));
        bridge("attachments-folder", folder.toString());
        Files.delete(folder);
        write();
        MailProbe.waiting().atMost(PATIENCE).until(() -> bridge.numbers().triedAgain() > 0);
        assertThat(endpoint.journal().inputs()).isEmpty();
        assertThat(probe.unseen(BOT)).isOne();
        Files.createDirectory(folder);

        probe.awaitMails(ANNA, 1);
        assertThat(found).containsExactly("a;b;c");
    }
}
