package io.camelcognigy.kafka;

import io.camelcognigy.kafka.ChatKafkaConfiguration.GroupProtocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The properties of every Kafka client that a road makes: first what Camel's Kafka component has, then the endpoint's
 * options, then what holds the promises and nobody may change.
 */
final class ClientProperties {

    /** A dead letter is compressed, so that the topic's limit counts, not that of what it was before. */
    private static final int LARGEST_REQUEST = 32 * 1024 * 1024;

    private static final int REGISTER_POLL_RECORDS = 5_000;

    private static final long REGISTER_BUFFER = 4 * 1024 * 1024;

    /** Milliseconds. */
    private static final int LONGEST_BLOCK = 10_000;

    private static final Set<String> FIXED = Set.of(
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    private final CamelContext camel;
    private final KafkaConfiguration base;
    private final ChatKafkaConfiguration options;

    /** @throws IllegalArgumentException if there are no brokers, or a property is not to be changed */
    ClientProperties(CamelContext camel, ChatKafkaConfiguration options) {
        this.camel = camel;
        this.options = options;
        KafkaComponent component = camel.getComponent("kafka", KafkaComponent.class);
        this.base = component.getConfiguration().copy();
        if (base.getSslContextParameters() == null && component.isUseGlobalSslContextParameters()) {
            base.setSslContextParameters(camel.getSSLContextParameters());
        }
        if (options.getBrokers() != null) {
            base.setBrokers(options.getBrokers());
        }
        if (options.getSecurityProtocol() != null) {
            base.setSecurityProtocol(options.getSecurityProtocol());
        }
        if (options.getSaslMechanism() != null) {
            base.setSaslMechanism(options.getSaslMechanism());
        }
        if (options.getSaslJaasConfig() != null) {
            base.setSaslJaasConfig(options.getSaslJaasConfig());
        }
        if (base.getBrokers() == null || base.getBrokers().isBlank()) {
            throw new IllegalArgumentException(
                    "chat-kafka: needs the option brokers, or camel.component.kafka.brokers, such as host:9092");
        }
        refuseFixed(options.getAdditionalProperties());
    }

    /** @throws org.apache.kafka.common.config.ConfigException if Kafka's clients would refuse them, with the reason */
    void check() {
        for (Properties properties : List.of(consumer(), producer())) {
            properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
            properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
            if (properties.containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
                new ConsumerConfig(properties);
            } else {
                new ProducerConfig(properties);
            }
        }
    }

    private static void refuseFixed(Map<String, Object> additional) {
        additional.keySet().stream().filter(FIXED::contains).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("chat-kafka: does not let additionalProperties." + name
                    + " be set: its promises, or an option of its own, depend on it");
        });
    }

    String brokers() {
        return base.getBrokers();
    }

    Properties consumer() {
        boolean classic = options.getGroupProtocol() == GroupProtocol.CLASSIC;
        KafkaConfiguration configuration = base.copy();
        configuration.setGroupProtocol(classic ? "classic" : "consumer");
        Properties properties = configuration.createConsumerProperties();
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        if (classic) {
            // A partition that moves to another instance stops the keys in it only.
            properties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        } else {
            properties.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
            properties.remove(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);
            properties.remove(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);
        }
        common(properties);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, options.getGroupId());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, options.getAutoOffsetReset());
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.getMaxPollRecords());
        if (base.getGroupInstanceId() != null) {
            properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, base.getGroupInstanceId());
        }
        return properties;
    }

    /** For the register: it belongs to no group, and reads all there is at once. */
    Properties registerConsumer() {
        Properties properties = consumer();
        properties
                .keySet()
                .removeAll(Set.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG));
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, REGISTER_POLL_RECORDS);
        return properties;
    }

    /** For answers. */
    Properties producer() {
        Properties properties = base.createProducerProperties();
        // Camel's default lets every answer wait for company.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // So answers that come while a request is under way share the next one, and no answer waits for the clock.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        common(properties);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return properties;
    }

    /** For dead letters: what got in must get out, also where it came compressed. */
    Properties deadLetterProducer() {
        Properties properties = producerThatWaitsLittle();
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, (long) LARGEST_REQUEST);
        return properties;
    }

    /** For the register: one of its own, so that no session waits behind dead letters that cannot be stored. */
    Properties registerProducer() {
        Properties properties = producerThatWaitsLittle();
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, REGISTER_BUFFER);
        return properties;
    }

    private Properties producerThatWaitsLittle() {
        Properties properties = producer();
        Object maxBlock = properties.get(ProducerConfig.MAX_BLOCK_MS_CONFIG);
        if (maxBlock == null || Long.parseLong(maxBlock.toString()) > LONGEST_BLOCK) {
            properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK);
        }
        return properties;
    }

    Map<String, Object> admin() {
        Properties properties = base.createConsumerProperties();
        common(properties);
        Map<String, Object> admin = new HashMap<>();
        properties.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name.toString())) {
                admin.put(name.toString(), value);
            }
        });
        // Its questions are small, and asked again soon.
        admin.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        admin.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        return admin;
    }

    private void common(Properties properties) {
        properties.putAll(options.getAdditionalProperties());
        ClientMeters.addTo(properties, camel);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, base.getBrokers());
        // Bytes, always: decoding must not hide what is no text.
        for (String serde : Set.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG)) {
            properties.remove(serde);
        }
    }
}
