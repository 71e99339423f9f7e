package io.camelcognigy;

import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;

/** A Camel context with {@code cognigy:} pointed at a simulated endpoint of its own, for each test. */
abstract class CognigyTestSupport extends CamelTestSupport {

    static final int PATIENCE_SECONDS = 20;

    SimulatedEndpoint endpoint;

    /** The endpoint as a test wants it; the demo bot answers unless told otherwise. */
    SimulatedEndpoint.Builder endpoint() {
        return SimulatedEndpoint.builder().bot(new DemoBot());
    }

    /** Options of the component that a test wants. */
    void configure(CognigyConfiguration options) {}

    @Override
    protected CamelContext createCamelContext() throws Exception {
        endpoint = endpoint().start();
        CamelContext camel = super.createCamelContext();
        CognigyComponent component = new CognigyComponent();
        component.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        configure(component.getConfiguration());
        camel.addComponent("cognigy", component);
        return camel;
    }

    @AfterEach
    void closeEndpoint() {
        endpoint.close();
    }

    /** Sends an InOut exchange and waits for its end. */
    Exchange request(String uri, Object body, String... headers) throws Exception {
        return send(ExchangePattern.InOut, uri, body, headers).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends an InOnly exchange and waits for its end. */
    Exchange tell(String uri, Object body, String... headers) throws Exception {
        return begin(uri, body, headers).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends an InOnly exchange and does not wait. */
    CompletableFuture<Exchange> begin(String uri, Object body, String... headers) {
        return send(ExchangePattern.InOnly, uri, body, headers);
    }

    private CompletableFuture<Exchange> send(ExchangePattern pattern, String uri, Object body, String... headers) {
        return template.asyncSend(uri, exchange -> {
            exchange.setPattern(pattern);
            exchange.getMessage().setBody(body);
            headers(headers).forEach(exchange.getMessage()::setHeader);
        });
    }

    private static Map<String, Object> headers(String... namesAndValues) {
        Map<String, Object> headers = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
