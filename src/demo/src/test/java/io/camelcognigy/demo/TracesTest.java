package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.demo.Collector.Received;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.test.SimulatedEndpoint;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Where a collector is named, each input's way through the bridge is a trace there, in the trace that the input came with. */
class TracesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CLIENT_SPAN = "00f067aa0ba902b7";

    private static Collector collector;
    private static ConfigurableApplicationContext context;

    private KafkaProbe probe;

    @BeforeAll
    static void start() throws IOException {
        collector = new Collector();
        String[] args = {
            "--embedded.kafka.port=0",
            "--embedded.jms.port=0",
            "--embedded.imap.port=0",
            "--embedded.smtp.port=0",
            "--embedded.endpoint.port=0",
            "--operate.port=0",
            "--operate.state-file=",
            "--camel.component.cognigy.turn-timeout=10s",
            "--otel.exporter.otlp.endpoint=" + collector.endpoint(),
            "--otel.bsp.schedule.delay=100"
        };
        context = DemoApplication.application(args).run(args);
    }

    @AfterAll
    static void stop() {
        context.close();
        collector.close();
    }

    @BeforeEach
    void connect() {
        probe = new KafkaProbe(
                context.getEnvironment().getProperty("kafka.brokers"), "chat.output", "chat.dead-letter");
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void aTurnFromKafkaToKafkaIsOneTrace() {
        String traceId = "11111111111111111111111111111111";

        probe.send("chat.input", "anna", "slow 50", header("traceparent", traceparent(traceId)));

        ConsumerRecord<byte[], byte[]> answer =
                probe.awaitRecords("chat.output", 1).get(0);
        List<Received> spans = spans(traceId, 5);
        Received input = only(spans, "input received");
        Received turn = only(spans, "turn");
        Received waiting = only(spans, "turn waiting");
        Received bot = only(spans, "turn at the bot");
        Received stored = only(spans, "answer stored");
        assertThat(input.parentId()).isEqualTo(CLIENT_SPAN);
        assertThat(input.kind()).isEqualTo(SpanKind.SPAN_KIND_CONSUMER);
        assertThat(input.attributes()).isEqualTo(Map.of("cognigy.road", "kafka", "cognigy.outcome", "answered"));
        assertThat(turn.parentId()).isEqualTo(input.id());
        assertThat(turn.attributes())
                .containsEntry("cognigy.agent", "support")
                .containsEntry("cognigy.turn.id", header(answer, "chatTurn"))
                .containsEntry("cognigy.outcome", "answered");
        assertThat(List.of(waiting, bot, stored)).extracting(Received::parentId).containsOnly(turn.id());
        assertThat(bot.endNanos() - bot.startNanos()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(stored.kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        assertThat(header(answer, "traceparent")).isEqualTo("00-" + traceId + "-" + stored.id() + "-01");
        assertThat(spans).noneMatch(Received::failed);
    }

    @Test
    void aTurnFromJmsToJmsIsOneTrace() throws Exception {
        String traceId = "22222222222222222222222222222222";
        try (ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory(context.getEnvironment().getProperty("jms.url"));
                JMSContext jms = factory.createContext()) {
            TemporaryQueue replies = jms.createTemporaryQueue();
            jms.createProducer()
                    .setJMSReplyTo(replies)
                    .setProperty("JMSXGroupID", "berta")
                    .setProperty("traceparent", traceparent(traceId))
                    .send(jms.createQueue("chat.input"), "several");
            JMSConsumer answers = jms.createConsumer(replies);
            List<Message> three = Stream.generate(() -> answers.receive(PATIENCE.toMillis()))
                    .limit(3)
                    .toList();

            List<Received> spans = spans(traceId, 7);
            Received input = only(spans, "input received");
            Received turn = only(spans, "turn");
            List<Received> stored = named(spans, "answer stored");
            assertThat(input.parentId()).isEqualTo(CLIENT_SPAN);
            assertThat(input.attributes()).isEqualTo(Map.of("cognigy.road", "jms", "cognigy.outcome", "answered"));
            assertThat(turn.parentId()).isEqualTo(input.id());
            assertThat(List.of(only(spans, "turn waiting"), only(spans, "turn at the bot")))
                    .extracting(Received::parentId)
                    .containsOnly(turn.id());
            assertThat(stored).hasSize(3).extracting(Received::parentId).containsOnly(input.id());
            for (int i = 0; i < 3; i++) {
                assertThat(three.get(i).getStringProperty("traceparent"))
                        .isEqualTo("00-" + traceId + "-" + stored.get(i).id() + "-01");
            }
            assertThat(spans).noneMatch(Received::failed);
        }
    }

    @Test
    void aTurnInDoubtIsMarkedOnTheWayToItsDeadLetter() {
        String traceId = "33333333333333333333333333333333";

        probe.send("chat.input", "clara", "hang", header("traceparent", traceparent(traceId)));

        ConsumerRecord<byte[], byte[]> letter =
                probe.awaitRecords("chat.dead-letter", 1).get(0);
        assertThat(header(letter, "traceparent")).isEqualTo(traceparent(traceId));
        List<Received> spans = spans(traceId, 5);
        for (Received whole : List.of(only(spans, "input received"), only(spans, "turn"))) {
            assertThat(whole.failed()).isTrue();
            assertThat(whole.attributes())
                    .containsEntry("cognigy.outcome", "in_doubt")
                    .containsEntry("error.type", "COGNIGY-TURN-TIMEOUT");
        }
        assertThat(only(spans, "turn at the bot").failed()).isTrue();
        assertThat(only(spans, "turn waiting").failed()).isFalse();
    }

    @Test
    void noWordNoKeyAndNoTokenReachesTheCollector() {
        String token = context.getBean(SimulatedEndpoint.class).endpointUrl();
        String traceId = "44444444444444444444444444444444";

        probe.send("chat.input", "key-of-dora", "exception", header("traceparent", traceparent(traceId)));
        probe.send("chat.input", "key-of-dora", "recognisable words", header("traceparent", traceparent(traceId)));

        assertThat(text(probe.awaitRecords("chat.output", 1).get(0).value())).contains("recognisable words");
        spans(traceId, 9);
        assertThat(collector.raw())
                .contains("camel-cognigy", "input received")
                .doesNotContain(
                        "key-of-dora", "recognisable", "exception", token.substring(token.lastIndexOf('/') + 1));
    }

    private static String traceparent(String traceId) {
        return "00-" + traceId + "-" + CLIENT_SPAN + "-01";
    }

    private static List<Received> spans(String traceId, int count) {
        await().atMost(PATIENCE).until(() -> collector.trace(traceId).size() >= count);
        return collector.trace(traceId);
    }

    private static Received only(List<Received> spans, String name) {
        assertThat(named(spans, name))
                .describedAs(() -> name + " in\n" + collector.tree(spans.get(0).traceId()))
                .hasSize(1);
        return named(spans, name).get(0);
    }

    private static List<Received> named(List<Received> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }
}
