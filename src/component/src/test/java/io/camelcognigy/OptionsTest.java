package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options are read at start, and a wrong one is refused there, by its name. */
class OptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpointUrl=ftp://host/token          | endpointUrl",
                "endpointUrl=http://host/              | token",
                "serverUrl=http://host                 | urlToken",
                "maxSessions=0                         | maxSessions",
                "maxQueuedTurnsPerSession=0            | maxQueuedTurnsPerSession",
                "maxPayload=-1                         | maxPayload",
                "readyTimeout=0                        | readyTimeout",
                "reconnectDelay=60s                    | reconnectDelay",
                "connectRate=0                         | connectRate",
                "connectConcurrency=0                  | connectConcurrency",
                "proxyHost=proxy                       | proxyPort",
                "transport=socketio&protocol=v3         | transport=netty",
                "transport=socketio&protocol=auto       | transport=netty",
                "turnTimeout=0                         | turnTimeout",
                "sessionIdStrategy=hashed              | sessionIdSecret",
                "typing=maybe                          | typing"
            })
    void aWrongValueIsRefusedByTheOptionsName(String option, String name) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            CognigyComponent component = new CognigyComponent();
            if (!option.startsWith("endpointUrl") && !option.startsWith("serverUrl")) {
                component.getConfiguration().setEndpointUrl("http://127.0.0.1:1/token");
            }
            context.addComponent("cognigy", component);
            context.start();

            assertThatThrownBy(() -> context.getEndpoint("cognigy:support?" + option)
                            .createProducer()
                            .start())
                    .hasStackTraceContaining(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"road", "road:", ":kafka"})
    void aReplyMatchWithoutNameOrValueIsRefused(String replyMatch) throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.getEndpoint("cognigy:support?replyMatch=" + replyMatch)
                            .createConsumer(exchange -> {})
                            .start())
                    .hasStackTraceContaining("replyMatch must be name:value");
        }
    }

    @Test
    void anUnknownEventIsRefusedWithTheListOfThoseThereAre() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            assertThatThrownBy(() -> context.getEndpoint("cognigy:support?events=outputs")
                            .createConsumer(exchange -> {})
                            .start())
                    .hasStackTraceContaining("expected output, handover, silence, finalPing");
        }
    }
}
