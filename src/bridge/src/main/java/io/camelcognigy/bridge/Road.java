package io.camelcognigy.bridge;

import java.util.List;
import java.util.Locale;
import org.springframework.core.env.Environment;

/**
 * A way in and out of the bridge, and what it needs. A road is used if a route file names its addresses, or a URI of its
 * component.
 */
public enum Road {
    KAFKA("Kafka", List.of("kafka.brokers"), "host:port of your brokers, separated by commas"),
    JMS("JMS", List.of("jms.url"), "the address of your Artemis, such as tcp://host:61616"),
    MAIL(
            "Mail",
            List.of("mail.imap-url", "mail.smtp-url"),
            "a mail server of yours, such as imaps://imap.example.com and smtps://smtp.example.com");

    private final String title;
    private final List<String> addresses;
    private final String example;

    Road(String title, List<String> addresses, String example) {
        this.title = title;
        this.addresses = addresses;
        this.example = example;
    }

    /** As in names of files, checks and metrics. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** The settings that say where its servers are. */
    public List<String> addresses() {
        return addresses;
    }

    String example() {
        return example;
    }

    /** Whether one of the routes that will run is of this road. */
    public boolean usedBy(RouteFiles routes) {
        return routes.use("chat-" + id() + ":") || addresses.stream().anyMatch(routes::refersTo);
    }

    /** The first of its addresses that is not set; null where all are, or none is needed. */
    public String missing(Environment environment) {
        if (this == JMS && Settings.isSet(environment, "jms.connection-factory.class")) {
            // It has a property that says where the broker is, under a name of its own.
            return null;
        }
        return addresses.stream()
                .filter(address -> !Settings.isSet(environment, address))
                .findFirst()
                .orElse(null);
    }
}
