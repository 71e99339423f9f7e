package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** Where the road needs a password, --chat has it; but it is nobody's group, and commits nothing. */
class ChatClientsTest {

    @Test
    void theClientsOfAChatAreLetInLikeTheRoadAndAreOfNoGroup() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            KafkaComponent component = camel.getComponent("kafka", KafkaComponent.class);
            component.getConfiguration().setBrokers("elsewhere:9092");
            component.getConfiguration().setAdditionalProperties(Map.of("group.id", "of-the-road"));
            component.getConfiguration().setSecurityProtocol("SASL_PLAINTEXT");
            component.getConfiguration().setSaslMechanism("PLAIN");
            component.getConfiguration().setSaslJaasConfig("PlainLoginModule required username=\"u\" password=\"p\";");

            Map<String, Object> clients = BridgeConfiguration.clients(camel, "localhost:9092");

            assertThat(clients)
                    .containsEntry("bootstrap.servers", "localhost:9092")
                    .containsEntry("security.protocol", "SASL_PLAINTEXT")
                    .containsEntry("sasl.mechanism", "PLAIN")
                    .containsKey("sasl.jaas.config")
                    .containsEntry("enable.auto.commit", false)
                    .doesNotContainKey("group.id");
        }
    }
}
