package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConstants;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;

/**
 * Stands in for the component under the scheme {@code cognigy}, so that a test decides when a turn ends and how. Outputs
 * go to the consumer's route with the headers that the component sets, if its {@code replyMatch} fits; a turn is over when
 * they came to its end.
 */
final class ScriptedCognigy extends DefaultComponent {

    /** What the component was handed. */
    record Input(String sessionKey, Object body, Map<String, Object> headers, Map<String, Object> replyAddress) {}

    /** The outputs of a turn, as texts or data, once it is over; or its failure. */
    interface Script extends Function<Input, CompletableFuture<List<Object>>> {}

    static final Script ECHO = input -> CompletableFuture.completedFuture(List.of("echo " + input.body()));

    private final List<Input> inputs = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Script script = ECHO;
    private volatile Processor outputs;
    private volatile String replyMatch;

    void script(Script next) {
        script = next;
    }

    List<Input> inputs() {
        return inputs;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String match = (String) parameters.get("replyMatch");
        parameters.clear();
        return new ScriptedEndpoint(uri, match);
    }

    @Override
    protected void doShutdown() {
        threads.shutdown();
    }

    @SuppressWarnings("unchecked")
    private void turn(Exchange exchange, AsyncCallback callback) {
        Map<String, Object> headers = new HashMap<>(exchange.getMessage().getHeaders());
        String key = exchange.getMessage().getHeader("CamelCognigySessionKey", String.class);
        Map<String, Object> replyAddress = exchange.getProperty(CognigyConstants.REPLY_ADDRESS, Map.of(), Map.class);
        Input input = new Input(key, exchange.getMessage().getBody(), headers, replyAddress);
        inputs.add(input);
        script.apply(input)
                .thenAcceptAsync(events -> events.forEach(event -> route(event, input)), threads)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        exchange.setException(failure.getCause() == null ? failure : failure.getCause());
                    }
                    callback.done(false);
                });
    }

    private void route(Object output, Input input) {
        Map<String, Object> body = new HashMap<>();
        body.put("text", output instanceof String ? output : null);
        body.put("data", output instanceof Map ? output : null);
        Exchange event = new DefaultExchange(getCamelContext());
        event.getMessage().setBody(body);
        event.getMessage().setHeader("CamelCognigySessionKey", input.sessionKey());
        event.getMessage().setHeader("CamelCognigySessionId", "id-" + input.sessionKey());
        event.getMessage().setHeader("CamelCognigyEvent", "output");
        boolean unasked = output instanceof String text && text.startsWith("unasked");
        event.getMessage().setHeader("CamelCognigyUnsolicited", unasked);
        if (!unasked) {
            event.getMessage().setHeader("CamelCognigyTurnId", "t-1");
        }
        input.replyAddress().forEach(event.getMessage()::setHeader);
        if (!("road:" + event.getMessage().getHeader("road")).equals(replyMatch)) {
            throw new IllegalStateException("no route consumes the output");
        }
        try {
            outputs.process(event);
        } catch (Exception e) {
            event.setException(e);
        }
        if (event.getException() != null) {
            throw new IllegalStateException("an output was not routed", event.getException());
        }
    }

    private final class ScriptedEndpoint extends DefaultEndpoint {

        private final String match;

        ScriptedEndpoint(String uri, String match) {
            super(uri, ScriptedCognigy.this);
            this.match = match;
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    turn(exchange, callback);
                    return false;
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            outputs = processor;
            replyMatch = match;
            return new DefaultConsumer(this, processor);
        }
    }
}
