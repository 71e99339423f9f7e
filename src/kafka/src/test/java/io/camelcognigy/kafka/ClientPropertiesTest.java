package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The settings of Camel's Kafka component count for every client; what holds the promises nobody can change. */
class ClientPropertiesTest {

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required;";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ChatKafkaConfiguration options = new ChatKafkaConfiguration();

    @BeforeEach
    void configureCamelsComponent() {
        KafkaConfiguration kafka =
                camel.getComponent("kafka", KafkaComponent.class).getConfiguration();
        kafka.setBrokers("kafka:9092");
        kafka.setSecurityProtocol("SASL_SSL");
        kafka.setSaslMechanism("PLAIN");
        kafka.setSaslJaasConfig(JAAS);
        kafka.setSslTruststoreLocation("/etc/trust.jks");
        kafka.setReconnectBackoffMaxMs(777);
        kafka.setAutoCommitEnable(true);
        kafka.setAutoOffsetReset("latest");
        kafka.setValueDeserializer("org.apache.kafka.common.serialization.IntegerDeserializer");
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void whatCamelsKafkaComponentHasCountsForEachClient() {
        ClientProperties clients = new ClientProperties(camel, options);
        for (Map<?, ?> properties : List.<Map<?, ?>>of(
                clients.consumer(),
                clients.producer(),
                clients.deadLetterProducer(),
                clients.registerProducer(),
                clients.admin())) {
            assertThat(properties.get("bootstrap.servers")).hasToString("kafka:9092");
            assertThat(properties.get("security.protocol")).hasToString("SASL_SSL");
            assertThat(properties.get("sasl.mechanism")).hasToString("PLAIN");
            assertThat(properties.get("sasl.jaas.config")).hasToString(JAAS);
            assertThat(properties.get("ssl.truststore.location")).hasToString("/etc/trust.jks");
            assertThat(properties.get("reconnect.backoff.max.ms")).hasToString("777");
        }
    }

    @Test
    void theEndpointsOptionsComeFirst() {
        options.setBrokers("other:9092");
        options.setSecurityProtocol("SASL_PLAINTEXT");
        options.getAdditionalProperties().put("fetch.max.bytes", "1234");
        Properties consumer = new ClientProperties(camel, options).consumer();
        assertThat(consumer.get("bootstrap.servers")).isEqualTo("other:9092");
        assertThat(consumer.get("security.protocol")).isEqualTo("SASL_PLAINTEXT");
        assertThat(consumer.get("fetch.max.bytes")).isEqualTo("1234");
    }

    @Test
    void theSafeDefaultsHoldWhateverCamelsComponentSays() {
        Properties consumer = new ClientProperties(camel, options).consumer();
        assertThat(consumer.get("enable.auto.commit")).isEqualTo(false);
        assertThat(consumer.get("isolation.level")).isEqualTo("read_committed");
        assertThat(consumer.get("auto.offset.reset")).isEqualTo("earliest");
        assertThat(consumer.get("partition.assignment.strategy"))
                .isEqualTo("org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
        assertThat(consumer).doesNotContainKey("value.deserializer");
        Properties producer = new ClientProperties(camel, options).producer();
        assertThat(producer.get("acks")).isEqualTo("all");
        assertThat(producer.get("enable.idempotence")).isEqualTo(true);
    }

    @Test
    void withoutBrokersItIsSaidWhatToSet() {
        camel.getComponent("kafka", KafkaComponent.class).getConfiguration().setBrokers(null);
        assertThatThrownBy(() -> new ClientProperties(camel, options))
                .hasMessageContaining("brokers")
                .hasMessageContaining("host:9092");
    }
}
