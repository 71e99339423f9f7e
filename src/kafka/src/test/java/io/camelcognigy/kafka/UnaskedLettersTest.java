package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.contract.Contract;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.Delivery;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said unasked and cannot go to its topic is a dead letter of its own, and is confirmed when the broker has it. */
class UnaskedLettersTest {

    private final EmbeddedKafka kafka = EmbeddedKafka.start(0, 1, List.of("in", "out", "vip", "letters"));
    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
            .ackTimeout(Duration.ofMinutes(2))
            .bot((input, reply) -> {
                reply.say("an answer");
                reply.finalPing();
            })
            .start();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private KafkaProbe probe;

    @BeforeEach
    void startRoad() throws Exception {
        probe = new KafkaProbe(kafka.brokers(), "out", "letters");
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        camel.addComponent("cognigy", cognigy);
        DeadLetterListener listener = (road, reason) -> counted.add(road + " " + reason);
        camel.getRegistry().bind("listener", DeadLetterListener.class, listener);
        String clients = "?brokers=" + kafka.brokers() + "&deadLetter=letters";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?events=output&replyMatch=road:kafka").to("chat-kafka:out" + clients);
                from("chat-kafka:in" + clients + "&replyTopics=vip&shutdownTimeout=2s&sharedKeys=true")
                        .to("cognigy:support");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        endpoint.close();
        probe.close();
        kafka.close();
    }

    private ConsumerRecord<byte[], byte[]> onlyLetter() {
        return probe.awaitRecords("letters", 1).get(0);
    }

    private long acknowledged() {
        return endpoint.journal().deliveries().stream()
                .filter(delivery -> delivery.event().equals("output"))
                .filter(delivery -> delivery.result() == Delivery.Result.ACKNOWLEDGED)
                .count();
    }

    private static Map<String, String> letterHeaders(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        headers.keySet().removeIf(name -> !name.startsWith("deadLetter"));
        return headers;
    }

    private void limit(String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()))) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            AlterConfigOp change = new AlterConfigOp(
                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)), AlterConfigOp.OpType.SET);
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
        }
    }

    @Test
    void whatIsTooLargeForItsTopicIsALetterAsItWasToGoOut() throws Exception {
        probe.send("in", "anna", "hello");
        probe.awaitRecords("out", 1);
        long before = acknowledged();
        limit("out", 5_000);
        endpoint.push("anna", "x".repeat(20_000));

        ConsumerRecord<byte[], byte[]> letter = onlyLetter();
        assertThat(text(letter.key())).isEqualTo("anna");
        assertThat(text(letter.value())).startsWith("{\"type\":\"output\"").contains("x".repeat(20_000));
        assertThat(header(letter, "chatUnsolicited")).isEqualTo("true");
        assertThat(letterHeaders(letter))
                .containsEntry("deadLetterReason", "RecordTooLargeException")
                .containsEntry("deadLetterUnasked", "out")
                .doesNotContainKey("deadLetterTopic");
        assertThat(Contract.read().deadLetter(letterHeaders(letter))).isEmpty();
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged() == before + 1);
        assertThat(counted).containsExactly("kafka RecordTooLargeException");
    }

    @Test
    void whatMayNotGoToItsReplyTopicAnyMoreIsALetterAndIsNotReplayed() throws Exception {
        // The road takes it as a reply topic, the route of the outputs does not.
        probe.send("in", "anna", "hello", header("replyTopic", "vip"));
        onlyLetter();
        endpoint.push("anna", "unasked");
        ConsumerRecord<byte[], byte[]> letter = new ArrayList<>(probe.awaitRecords("letters", 2)).get(1);
        assertThat(letterHeaders(letter))
                .containsEntry("deadLetterReason", "BRIDGE-REPLY-TOPIC")
                .containsEntry("deadLetterUnasked", "vip");

        DeadLetterStore store = camel.getComponent("chat-kafka", ChatKafkaComponent.class)
                .roads()
                .get(0)
                .deadLetters()
                .orElseThrow();
        DeadLetterStore.Found found = store.find(new DeadLetterStore.Wanted(null, null, true));
        assertThat(found.foreign()).isOne();
    }

    @Test
    void whereNotEvenThatCanBeStoredItIsNotConfirmed() throws Exception {
        probe.send("in", "anna", "hello");
        probe.awaitRecords("out", 1);
        long before = acknowledged();
        limit("out", 100);
        limit("letters", 100);
        endpoint.push("anna", "lost");
        // What comes after it waited for it.
        limit("out", 1_000_000);
        endpoint.push("anna", "not lost");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> probe.records(record -> text(record.value()).contains("not lost"))
                                .size()
                        == 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged() == before + 1);
        assertThat(counted).isEmpty();
    }
}
