package io.camelcognigy.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where the embedded servers listen, on 127.0.0.1; 0: any free port. */
@ConfigurationProperties("embedded")
record EmbeddedSettings(
        @DefaultValue Kafka kafka,
        @DefaultValue Jms jms,
        @DefaultValue Endpoint endpoint,
        @DefaultValue Imap imap,
        @DefaultValue Smtp smtp) {

    record Kafka(@DefaultValue("19092") int port) {}

    record Jms(@DefaultValue("61616") int port) {}

    record Endpoint(@DefaultValue("13000") int port) {}

    record Imap(@DefaultValue("13143") int port) {}

    record Smtp(@DefaultValue("13025") int port) {}
}
