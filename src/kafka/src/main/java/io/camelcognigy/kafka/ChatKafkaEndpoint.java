package io.camelcognigy.kafka;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.kafka.common.internals.Topic;

/**
 * A chat on Kafka: inputs for a bot from a topic, in order per key and in parallel across keys, with offsets that move only
 * over finished work; and what the bot says to a topic.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = ChatKafkaEndpoint.SCHEME,
        title = "Chat on Kafka",
        syntax = "chat-kafka:topic",
        category = {Category.CHAT, Category.MESSAGING})
public class ChatKafkaEndpoint extends DefaultEndpoint {

    static final String SCHEME = "chat-kafka";

    @UriPath(description = "The topic. A consumer takes several, separated by commas.")
    @Metadata(required = true)
    private final String topic;

    @UriParam
    private final ChatKafkaConfiguration configuration;

    ChatKafkaEndpoint(String uri, ChatKafkaComponent component, String topic, ChatKafkaConfiguration configuration) {
        super(uri, component);
        this.topic = topic;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        validate(topic);
        return new ChatKafkaProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        topics().forEach(ChatKafkaEndpoint::validate);
        if (configuration.getDeadLetter() != null) {
            validate(configuration.getDeadLetter());
            if (topics().contains(configuration.getDeadLetter())) {
                throw new IllegalArgumentException(
                        "chat-kafka: cannot store the dead letters of " + topic + " in the same topic");
            }
        }
        configuration.registerTopic().ifPresent(register -> {
            validate(register);
            if (topics().contains(register) || register.equals(configuration.getDeadLetter())) {
                throw new IllegalArgumentException(
                        "chat-kafka: the register of " + topic + " needs a topic of its own, and not " + register);
            }
        });
        ChatKafkaConsumer consumer = new ChatKafkaConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    private static void validate(String name) {
        try {
            Topic.validate(name);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "chat-kafka: '" + name + "' is no name of a topic: " + e.getMessage(), e);
        }
    }

    Set<String> topics() {
        return new LinkedHashSet<>(RecordReader.topics(topic));
    }

    @Override
    public ChatKafkaComponent getComponent() {
        return (ChatKafkaComponent) super.getComponent();
    }

    public String getTopic() {
        return topic;
    }

    public ChatKafkaConfiguration getConfiguration() {
        return configuration;
    }
}
