package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camelcognigy.CognigyComponent;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A plain route from Kafka to {@code cognigy:} that can lose an input says so when it starts, and what to set. */
class KafkaRouteCheckTest {

    private static final String SAFE =
            "autoCommitEnable=false&breakOnFirstError=true&pollOnError=RECONNECT&maxPollRecords=10";

    private final Logger logger = (Logger) LoggerFactory.getLogger(KafkaRouteCheck.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        camel.stop();
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> warnings(String options, String to) throws Exception {
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl("http://127.0.0.1:1/token");
        camel.addComponent("cognigy", cognigy);
        KafkaRouteCheck.addTo(camel);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:chat.input?brokers=127.0.0.1:1&" + options)
                        .routeId("plain")
                        .to(to);
            }
        });
        camel.start();
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "autoCommitEnable=false, autoCommitEnable=true",
        "breakOnFirstError=true, breakOnFirstError=false",
        "pollOnError=RECONNECT, pollOnError=STOP",
        "maxPollRecords=10, maxPollRecords=11"
    })
    void eachOptionThatCanLoseAnInputIsWarnedOf(String safe, String unsafe) throws Exception {
        assertThat(warnings(SAFE.replace(safe, unsafe), "cognigy:support"))
                .singleElement()
                .asString()
                .startsWith("Route plain is not safe")
                .contains(unsafe.substring(0, unsafe.indexOf('=')))
                .contains("Set ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keyDeserializer", "valueDeserializer"})
    void aDeserializerThatCanFailIsWarnedOf(String option) throws Exception {
        String name = "org.apache.kafka.common.serialization.IntegerDeserializer";
        assertThat(warnings(SAFE + "&" + option + "=" + name, "cognigy:support"))
                .singleElement()
                .asString()
                .contains(option + "=" + name)
                .contains("ByteArrayDeserializer");
    }

    @Test
    void aSafeRouteIsNotSpokenOf() throws Exception {
        assertThat(warnings(SAFE, "cognigy:support")).isEmpty();
    }

    @Test
    void norIsOneThatDoesNotGoToABot() throws Exception {
        assertThat(warnings("autoCommitEnable=true", "log:elsewhere")).isEmpty();
    }
}
