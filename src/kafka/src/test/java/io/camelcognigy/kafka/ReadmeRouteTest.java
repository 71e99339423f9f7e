package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.AgentConfiguration;
import io.camelcognigy.CognigyComponent;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The second bot that the README shows has a road in twelve lines, which work as they stand there. */
class ReadmeRouteTest {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(- route:\n    id: sales.*?)```");

    @Test
    void aQuestionIsAnsweredUnderItsKey() throws Exception {
        Matcher route = YAML.matcher(Files.readString(Path.of("README.md")));
        assertThat(route.find()).isTrue();
        assertThat(route.group(1).lines()).hasSizeLessThanOrEqualTo(12);

        try (EmbeddedKafka kafka =
                        EmbeddedKafka.start(0, 1, List.of("sales.input", "sales.output", "sales.dead-letter"));
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder().port(0).start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("kafka.brokers", kafka.brokers());
            AgentConfiguration sales = new AgentConfiguration();
            sales.setEndpointUrl(endpoint.endpointUrl());
            camel.getComponent("cognigy", CognigyComponent.class).getAgents().put("sales", sales);
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("sales.yaml", route.group(1)));
            camel.start();

            ConsumerRecord<String, String> answer = ask(kafka.brokers(), "anna", "hello");
            assertThat(answer.key()).isEqualTo("anna");
            assertThat(answer.value()).contains("\"text\":\"You said: hello\"");
        }
    }

    private static ConsumerRecord<String, String> ask(String brokers, String key, String text) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", brokers, "group.id", "reader", "auto.offset.reset", "earliest");
        try (KafkaProducer<String, String> producer =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
                KafkaConsumer<String, String> consumer =
                        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            producer.send(new ProducerRecord<>("sales.input", key, text));
            consumer.subscribe(List.of("sales.output"));
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    return record;
                }
            }
        }
        throw new AssertionError("no answer");
    }
}
