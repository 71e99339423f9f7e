package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedKafka;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Who has a MeterRegistry in Camel's registry has what Kafka's clients know of themselves, as long as they live. */
class ClientMetersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void theClientsOfARoadShowTheirNumbersAndTakeThemAlong() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 1, List.of("chat.input", "chat.output"));
                KafkaProbe probe = new KafkaProbe(kafka.brokers(), "chat.output");
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("meters", meters);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    String brokers = "brokers=" + kafka.brokers();
                    from("chat-kafka:chat.input?groupId=counted&" + brokers).to("chat-kafka:chat.output?" + brokers);
                }
            });
            camel.start();

            probe.send("chat.input", "anna", "hello");
            probe.awaitRecords("chat.output", 1);

            await().atMost(PATIENCE)
                    .until(() -> value("kafka.consumer.fetch.manager.records.consumed.total") == 1
                            && value("kafka.producer.record.send.total") == 1);
            assertThat(value("kafka.consumer.fetch.manager.records.lag.max")).isZero();
            assertThat(value("kafka.consumer.coordinator.assigned.partitions")).isEqualTo(1);
            assertThat(value("kafka.consumer.connection.count")).isPositive();
            assertThat(meters.getMeters())
                    .allSatisfy(meter -> assertThat(meter.getId().getTags())
                            .singleElement()
                            .satisfies(tag -> assertThat(tag.getKey()).isEqualTo("client.id")));

            camel.stop();

            assertThat(meters.getMeters()).isEmpty();
        }
    }

    private double value(String name) {
        return meters.find(name).meters().stream()
                .map(Meter::measure)
                .mapToDouble(measured -> measured.iterator().next().getValue())
                .sum();
    }
}
