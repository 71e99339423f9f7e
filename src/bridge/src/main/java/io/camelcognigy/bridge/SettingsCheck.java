package io.camelcognigy.bridge;

import io.camelcognigy.protocol.EndpointAddress;
import java.util.Arrays;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.config.ConfigException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses unusable settings before anything starts. Checks what can be known without connecting. */
public final class SettingsCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        endpointUrl(value(environment, "cognigy.endpoint-url"));
        brokers(value(environment, "kafka.brokers"));
        matches(environment, "kafka.turns", "[1-9]\\d{0,4}", "a number from 1 to 99999");
        jms(value(environment, "jms.url"));
        matches(environment, "jms.consumers", "[1-9]\\d{0,3}", "a number from 1 to 9999");
        matches(environment, "jms.turns", "[1-9]\\d{0,3}", "a number from 1 to 9999");
        matches(environment, "kafka.group-id", ".+", "the name of the consumer group, such as camel-cognigy");
        matches(
                environment,
                "chat.reply-topics",
                "[\\w.-]+(,[\\w.-]+)*",
                "topic names with commas and without blanks between them, such as chat.output");
    }

    private static void endpointUrl(String url) {
        if (url.isEmpty()) {
            return;
        }
        try {
            EndpointAddress.parse(url);
        } catch (IllegalArgumentException e) {
            // Its message never repeats the URL, which ends in the token.
            throw new StartException(
                    "The property cognigy.endpoint-url is unusable: " + e.getMessage() + ".",
                    "Set it to the Endpoint URL as the Cognigy console shows it, or leave it empty for the simulated"
                            + " endpoint.",
                    e);
        }
    }

    private static void brokers(String brokers) {
        if (brokers.isEmpty()) {
            return;
        }
        try {
            ClientUtils.parseAndValidateAddresses(
                    Arrays.stream(brokers.split(",")).map(String::strip).toList(), "use_all_dns_ips");
        } catch (ConfigException e) {
            throw new StartException(
                    "The property kafka.brokers is unusable: " + e.getMessage() + ".",
                    "Set it to host:port, or several of them with commas, that can be resolved from here, or leave it"
                            + " empty for the embedded Kafka.",
                    e);
        }
    }

    private static void jms(String url) {
        if (!url.isEmpty() && !url.matches("\\(?tcp://.+")) {
            throw new StartException(
                    "The property jms.url is unusable.",
                    "Set it to the address of an Artemis, such as tcp://host:61616, or leave it empty for the embedded"
                            + " Artemis.");
        }
    }

    private static void matches(Environment environment, String property, String pattern, String expected) {
        if (!value(environment, property).matches(pattern)) {
            throw new StartException("The property " + property + " is unusable.", "Set it to " + expected + ".");
        }
    }

    private static String value(Environment environment, String property) {
        return environment.getProperty(property, "").strip();
    }
}
