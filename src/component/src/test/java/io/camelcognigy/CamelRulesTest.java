package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.AgentStoppedException;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.OutputNotRoutedException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users of Camel expect of any component. */
class CamelRulesTest extends CognigyTestSupport {

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Test
    void withBridgeErrorHandlerOnExceptionRunsOnceAndWithTheMessage() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalStateException.class)
                        .process(exchange ->
                                seen.add("handled " + exchange.getMessage().getBody(String.class)));
                from("cognigy:support?bridgeErrorHandler=true").routeId("out").process(exchange -> {
                    throw new IllegalStateException("no");
                });
            }
        });

        Exchange exchange = tell("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isInstanceOf(OutputNotRoutedException.class);
        assertThat(seen).containsExactly("handled You said: hello");
    }

    @Test
    void aFailedEventIsHandedToTheExceptionHandlerWithItsExchange() throws Exception {
        context.getRegistry().bind("handler", new HandlerOfTest());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?exceptionHandler=#handler").routeId("out").process(exchange -> {
                    throw new IllegalStateException("no");
                });
            }
        });

        tell("cognigy:support", "hello", SESSION_KEY, "alice");

        assertThat(seen).containsExactly("no: You said: hello");
    }

    private final class HandlerOfTest implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            handleException(null, null, exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handleException(message, null, exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            seen.add(exception.getMessage() + ": "
                    + (exchange == null ? null : exchange.getMessage().getBody(String.class)));
        }
    }

    @Test
    void aStoppedProducerFailsTheExchangeByName() throws Exception {
        AsyncProducer producer = context.getEndpoint("cognigy:support").createAsyncProducer();
        producer.start();
        producer.stop();
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeader(SESSION_KEY, "alice");
        exchange.getMessage().setBody("hello");

        assertThat(producer.process(exchange, doneSync -> {})).isTrue();

        assertThat(exchange.getException(AgentStoppedException.class).inDoubt()).isFalse();
    }

    @Test
    void twoComponentsMayEachHaveAnAgentOfOneName() throws Exception {
        CognigyComponent second = new CognigyComponent();
        second.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        context.addComponent("chat", second);
        request("cognigy:support", "hello", SESSION_KEY, "alice");
        request("chat:support", "hello", SESSION_KEY, "bob");

        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        assertThat(health.getCheckIDs()).contains("cognigy-support", "chat-support");

        second.stop();
        assertThat(health.getCheckIDs()).contains("cognigy-support").doesNotContain("chat-support");
    }

    @Test
    void whoWaitsForTheSendingOnlyKeepsTheBody() throws Exception {
        Exchange exchange = request("cognigy:support?completion=sent", "hello", SESSION_KEY, "alice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("hello");
        assertThat(exchange.getMessage().getHeader(CognigyConstants.SESSION_ID)).isEqualTo("alice");
    }

    @Test
    void thereIsNoPollingConsumer() {
        assertThatThrownBy(() -> consumer.receive("cognigy:support", 100))
                .hasStackTraceContaining("from(\"cognigy:support\")");
    }

    @ParameterizedTest
    @CsvSource({"replyMatch=topic:news, replyMatch", "events=output, events", "ackUnsolicited=received, ackUnsolicited"
    })
    void aProducerRefusesOptionsOfTheConsumer(String option, String name) {
        assertThatThrownBy(
                        () -> context.getEndpoint("cognigy:support?" + option).createProducer())
                .hasMessageContaining(name)
                .hasMessageContaining("consumer");
    }

    @ParameterizedTest
    @CsvSource({"turnTimeout=5s, turnTimeout", "sessionKey=a, sessionKey", "session-key=a, sessionKey"})
    void aConsumerRefusesOptionsOfTheProducer(String option, String name) {
        assertThatThrownBy(
                        () -> context.getEndpoint("cognigy:support?" + option).createConsumer(exchange -> {}))
                .hasMessageContaining(name)
                .hasMessageContaining("producer");
    }

    @ParameterizedTest
    @CsvSource({
        "turnTimeout=soon, turnTimeout",
        "turnTimeout=5 parsecs, turnTimeout",
        "turnTimeout=1h30, turnTimeout",
        "turnTimeout=90 s, turnTimeout",
        "sessionIdleTimeout=never, sessionIdleTimeout",
        "maxSessions=many, maxSessions",
        "completion=later, completion"
    })
    void aValueThatCannotBeReadIsRefusedByItsOptionsName(String option, String name) {
        assertThatThrownBy(() -> context.getEndpoint("cognigy:support?" + option))
                .hasStackTraceContaining(name);
    }

    @Test
    void anUnknownEventIsRefusedByTheOptionsName() {
        assertThatThrownBy(() -> context.getEndpoint("cognigy:support?events=outputs")
                        .createConsumer(exchange -> {})
                        .start())
                .hasStackTraceContaining("events")
                .hasStackTraceContaining("outputs")
                .hasStackTraceContaining("finalPing");
    }

    @Test
    void anInputWhoseOutputsNobodyWouldTakeIsNotSent() throws Exception {
        Exchange exchange = tell("cognigy:support", "hello", SESSION_KEY, "alice");

        OutputNotRoutedException failure = exchange.getException(OutputNotRoutedException.class);
        assertThat(failure.inDoubt()).isFalse();
        assertThat(failure.code()).isEqualTo(FailureCode.OUTPUT_NOT_ROUTED);
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @Test
    void anInputWhoseOutputsNobodyNeedTakeIsSent() throws Exception {
        assertThat(tell("cognigy:support?completion=sent", "hello", SESSION_KEY, "alice")
                        .getException())
                .isNull();

        await().untilAsserted(
                        () -> assertThat(endpoint.journal().inputs("alice")).hasSize(1));
    }

    @Test
    void durationsAreReadAsCamelWritesThem() {
        for (String value : List.of("90s", "1m30s", "90000", "PT1M30S", "1m30s")) {
            CognigyEndpoint read = (CognigyEndpoint) context.getEndpoint("cognigy:support?turnTimeout=" + value);
            assertThat(read.getConfiguration().getTurnTimeout()).as(value).isEqualTo(java.time.Duration.ofSeconds(90));
        }
    }
}
