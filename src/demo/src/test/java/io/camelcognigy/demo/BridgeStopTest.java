package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A bridge that is asked to stop finishes the turns that are under way, their answers included. */
class BridgeStopTest {

    @Test
    void aTurnUnderWayIsAnsweredAndCommitted() {
        List<String> topics = List.of("chat.input", "chat.output", "chat.dead-letter");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 2, topics);
                KafkaProbe probe = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter")) {
            RecordMetadata sent;
            String[] args = {
                "--camel.main.routes-include-pattern=file:routes/kafka.yaml",
                "--kafka.brokers=" + kafka.brokers(),
                "--embedded.endpoint.port=0",
                "--operate.port=0"
            };
            try (ConfigurableApplicationContext bridge =
                    DemoApplication.application(args).run(args)) {
                SimulatedEndpoint endpoint = bridge.getBean(SimulatedEndpoint.class);
                sent = probe.send("chat.input", "anna", "slow 2000");
                await().until(() -> endpoint.journal().inputCount() == 1);
            }
            assertThat(probe.awaitRecords(record -> true, 1))
                    .singleElement()
                    .satisfies(output -> assertThat(text(output.value())).contains("That took 2000 ms"));
            assertThat(probe.committed("camel-cognigy", sent)).isEqualTo(sent.offset() + 1);
        }
    }
}
