package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedKafka;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Why {@code routes/kafka.yaml} does not leave committing to camel-kafka: what that does by itself. If one of these tests
 * fails after an upgrade, that can be thought over.
 */
class KafkaCommitFactsTest {

    private static EmbeddedKafka kafka;

    private final List<String> processed = new CopyOnWriteArrayList<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private KafkaProbe probe;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(0, 1, List.of("never", "skip"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @AfterEach
    void stop() {
        camel.stop();
        probe.close();
    }

    private void consume(String topic, String options) throws Exception {
        probe = new KafkaProbe(kafka.brokers());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:" + topic + "?brokers=" + kafka.brokers() + "&groupId=" + topic
                                + "&autoOffsetReset=earliest&pollTimeoutMs=200&shutdownTimeout=2000&" + options)
                        .process(exchange -> {
                            String value = exchange.getMessage().getBody(String.class);
                            processed.add(value);
                            if (value.equals("fail")) {
                                throw new IllegalStateException("asked to fail");
                            }
                        });
            }
        });
        camel.start();
    }

    @Test
    void withoutAutoCommitAndWithoutACommitStepNothingIsEverCommitted() throws Exception {
        consume("never", "autoCommitEnable=false&breakOnFirstError=true");
        RecordMetadata sent = probe.send("never", "key", "hello");

        await().until(() -> processed.contains("hello"));
        camel.stop();
        assertThat(probe.committed("never", sent)).isZero();
    }

    @Test
    void autoCommitSkipsARecordWhoseExchangeFailed() throws Exception {
        consume("skip", "autoCommitIntervalMs=100");
        RecordMetadata failed = probe.send("skip", "key", "fail");

        await().until(() -> processed.contains("fail"));
        await().until(() -> probe.committed("skip", failed) == failed.offset() + 1);
    }
}
