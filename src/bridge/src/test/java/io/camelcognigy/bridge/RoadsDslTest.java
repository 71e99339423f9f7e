package io.camelcognigy.bridge;

import static io.camelcognigy.jms.dsl.StaticEndpointBuilders.chatJms;
import static io.camelcognigy.kafka.dsl.StaticEndpointBuilders.chatKafka;
import static io.camelcognigy.mail.dsl.StaticEndpointBuilders.chatMail;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.jms.ChatJmsEndpoint;
import io.camelcognigy.kafka.ChatKafkaEndpoint;
import io.camelcognigy.mail.ChatMailEndpoint;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.EndpointConsumerBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In Java, a route begins at a road with a method for each parameter. */
class RoadsDslTest {

    private final CamelContext camel = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void aTopic() {
        ChatKafkaEndpoint road = resolved(chatKafka("in").groupId("dsl").turns(7), ChatKafkaEndpoint.class);

        assertThat(road.getTopic()).isEqualTo("in");
        assertThat(road.getConfiguration().getGroupId()).isEqualTo("dsl");
        assertThat(road.getConfiguration().getTurns()).isEqualTo(7);
    }

    @Test
    void aQueue() {
        ChatJmsEndpoint road = resolved(chatJms("in").deadLetter("dsl").turns(7), ChatJmsEndpoint.class);

        assertThat(road.getQueue()).isEqualTo("in");
        assertThat(road.getDeadLetter()).isEqualTo("dsl");
        assertThat(road.getTurns()).isEqualTo(7);
    }

    @Test
    void aMailbox() {
        ChatMailEndpoint road = resolved(
                chatMail("INBOX")
                        .imapUrl("imap://localhost")
                        .smtpUrl("smtp://localhost")
                        .address("bot@localhost")
                        .secret("dsl"),
                ChatMailEndpoint.class);

        assertThat(road.getFolder()).isEqualTo("INBOX");
        assertThat(road.getConfiguration().getSecret()).isEqualTo("dsl");
    }

    private <T extends Endpoint> T resolved(EndpointConsumerBuilder road, Class<T> type) {
        return type.cast(road.resolve(camel));
    }
}
