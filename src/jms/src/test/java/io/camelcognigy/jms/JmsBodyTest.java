package io.camelcognigy.jms;

import static io.camelcognigy.jms.JmsProbe.group;
import static io.camelcognigy.jms.JmsProbe.property;
import static io.camelcognigy.jms.JmsProbe.replyTo;
import static io.camelcognigy.jms.JmsProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a sender writes into a message costs no more than is allowed, and is known before the bot is asked. */
class JmsBodyTest {

    private static final int MAX_BYTES = 100_000;

    private EmbeddedArtemis artemis;
    private SimulatedEndpoint endpoint;
    private JmsProbe probe;
    private JmsRoutes routes;
    private Queue deadLetters;

    @BeforeEach
    void start() throws Exception {
        artemis = EmbeddedArtemis.start(0, List.of("chat.input", "chat.output", "chat.dead-letter"));
        endpoint = SimulatedEndpoint.builder().start();
        probe = new JmsProbe(artemis.url());
        deadLetters = probe.queue("chat.dead-letter");
        routes = new JmsRoutes(
                artemis.url(),
                endpoint,
                Map.of(),
                "maxBytes: " + MAX_BYTES + "\nkeepHeaders: lang, visits",
                options -> {});
    }

    @AfterEach
    void stop() {
        routes.close();
        probe.close();
        endpoint.close();
        artemis.close();
    }

    private void assertStillServed() {
        probe.ask("still here?", group("anna"));
        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("still here?");
        await().until(() -> artemis.messageCount("chat.input") == 0);
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void aTextBeyondTheBoundIsADeadLetterAsItCame() {
        String text = "x".repeat(MAX_BYTES + 1);
        probe.ask(text, group("anna"));

        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-PAYLOAD-TOO-LARGE");
        assertThat(text(letter)).isEqualTo(text);
        assertThat(property(letter, "deadLetterCut")).isNull();
        assertStillServed();
    }

    @Test
    void oneFarBeyondItIsNotReadAndItsDeadLetterIsCut() throws Exception {
        probe.ask("x".repeat(10 * MAX_BYTES), group("anna"), JmsProbe.property("colour", "blue"));

        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-PAYLOAD-TOO-LARGE");
        assertThat(property(letter, "deadLetterCut")).isEqualTo("true");
        assertThat(Long.parseLong(property(letter, "deadLetterSize"))).isGreaterThanOrEqualTo(10L * MAX_BYTES);
        assertThat(property(letter, "colour")).isEqualTo("blue");
        assertThat(property(letter, "JMSXGroupID")).isEqualTo("anna");
        assertThat(((BytesMessage) letter).getBodyLength()).isEqualTo(64 * 1024);
        assertStillServed();
    }

    @Test
    void aCompressedBodyIsNotUnfolded() {
        try (JmsProbe compressing =
                new JmsProbe(artemis.url() + "?compressLargeMessage=true&minLargeMessageSize=1000")) {
            compressing.ask("x".repeat(5_000_000), group("anna"));
        }
        Message letter = probe.receive(deadLetters);
        assertThat(property(letter, "deadLetterReason")).isEqualTo("COGNIGY-PAYLOAD-TOO-LARGE");
        assertThat(property(letter, "deadLetterCut")).isEqualTo("true");
        assertStillServed();
    }

    @Test
    void aTemporaryQueueThatNeverWasIsFoundOutBeforeTheBotIsAsked() {
        try (LogLines log = new LogLines()) {
            Queue madeUp = probe.queue(UUID.randomUUID().toString());
            artemis.queues().stream()
                    .filter(madeUp.toString()::contains)
                    .findAny()
                    .ifPresent(made -> {
                        throw new AssertionError("the probe made it");
                    });
            probe.ask("hello", group("anna"), replyTo(madeUp));

            assertThat(property(probe.receive(deadLetters), "deadLetterReason")).isEqualTo("BRIDGE-REPLY-QUEUE-GONE");
            assertThat(endpoint.journal().inputs()).isEmpty();
            assertThat(log.stackTraces()).isFalse();
        }
        assertStillServed();
    }

    @Test
    void ofASendersPropertiesOnlyThoseThatAreNamedReachTheRoute() throws Exception {
        routes.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("chat-jms:chat.other?keepHeaders=lang&road=other&output=chat.output")
                        .setBody(simple("${header.lang}/${header.visits}/${header.LANG}/${body}"));
            }
        });
        probe.send(
                "chat.other",
                probe.make(session -> session.createTextMessage("hi")),
                group("anna"),
                JmsProbe.property("lang", "de"),
                JmsProbe.property("visits", "7"),
                JmsProbe.property("CamelCognigyUserId", "boss"));

        assertThat(text(probe.receive(probe.queue("chat.output")))).contains("\"text\":\"de//de/hi\"");
    }
}
