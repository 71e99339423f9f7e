package io.camelcognigy.bench;

import io.camelcognigy.AgentConfiguration.TransportName;
import io.camelcognigy.CognigyComponent;
import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.CognigyConstants;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The component as a route uses it: an InOnly exchange to {@code cognigy:bench} that completes when the turn is over and
 * a second route has taken its output. Every answer is compared with what was said.
 */
final class ComponentClient implements Client {

    private static final double CONNECTS_PER_SECOND = 20_000;

    /** Thousands of sessions that begin at once have their first turn one after the other. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int CONNECTS_AT_ONCE = Openings.AT_ONCE;

    /** What a session says in one of its turns, counted from 1. */
    @FunctionalInterface
    interface Texts {
        String text(int session, int turn);
    }

    private final Script script;
    private final Texts texts;
    private final int[] turns;
    private final AtomicReferenceArray<String> answers;
    private final CamelContext camel = new DefaultCamelContext();
    private final Endpoint source;
    private final AsyncProducer producer;
    private int opened;

    /** @param beans that the component finds in Camel's registry */
    ComponentClient(String endpointUrl, TransportName transport, int maxSessions, Texts texts, Object... beans)
            throws Exception {
        this.script = new Script(Stream.of(beans)
                .map(bean -> bean.getClass().getSimpleName())
                .collect(Collectors.joining("-", "component-" + transport, "")));
        this.texts = texts;
        this.turns = new int[maxSessions];
        this.answers = new AtomicReferenceArray<>(maxSessions);
        CognigyComponent component = new CognigyComponent();
        CognigyConfiguration options = component.getConfiguration();
        options.setEndpointUrl(endpointUrl);
        options.setTransport(transport);
        options.setMaxSessions(maxSessions);
        options.setMaxQueuedTurns(maxSessions);
        options.setTurnTimeout(PATIENCE);
        options.setConnectRate(CONNECTS_PER_SECOND);
        options.setConnectConcurrency(CONNECTS_AT_ONCE);
        for (Object bean : beans) {
            camel.getRegistry().bind(bean.getClass().getName(), bean);
        }
        camel.addComponent(CognigyConstants.SCHEME, component);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:bench").routeId("answers").process(ComponentClient.this::answered);
                from("direct:inputs").routeId("inputs").to("cognigy:bench?completion=turn&inputFormat=text");
            }
        });
        camel.start();
        source = camel.getEndpoint("direct:inputs");
        producer = source.createAsyncProducer();
        producer.start();
    }

    /** A session is there once it has had a turn. */
    @Override
    public void open(int wanted) throws Exception {
        Turns.run(this, opened, wanted, 1);
        opened = Math.max(opened, wanted);
    }

    @Override
    public void turn(int session, Done done) {
        String text = texts.text(session, ++turns[session]);
        answers.set(session, null);
        Exchange exchange = source.createExchange(ExchangePattern.InOnly);
        exchange.getMessage().setBody(text);
        exchange.getMessage().setHeader(CognigyConstants.SESSION_KEY, script.sessionId(session));
        producer.process(exchange, doneSync -> done.over(failure(exchange, text, answers.get(session))));
    }

    String camelVersion() {
        return camel.getVersion();
    }

    /** Two answers to one input would show as well. */
    private void answered(Exchange exchange) {
        int session = Script.session(exchange.getMessage().getHeader(CognigyConstants.SESSION_KEY, String.class));
        String text = exchange.getMessage().getBody(String.class);
        answers.accumulateAndGet(session, text, (before, now) -> before == null ? now : before + now);
    }

    private static Throwable failure(Exchange exchange, String said, String answer) {
        if (exchange.getException() != null || said.equals(answer)) {
            return exchange.getException();
        }
        return new IllegalStateException("'" + said + "' was answered with '" + answer + "'");
    }

    @Override
    public void close() {
        producer.stop();
        camel.stop();
    }
}
