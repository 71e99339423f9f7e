package io.camelcognigy;

import io.camelcognigy.CognigyConfiguration.AckUnsolicited;
import io.camelcognigy.content.Handover;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.EventKind;
import io.camelcognigy.session.EventSubscriber;
import io.camelcognigy.session.SessionEvent;
import io.camelcognigy.session.TraceSpan;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.TypeConverter;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;

/**
 * Makes an exchange of each event of its agent that it takes: in order within a session, in parallel across sessions.
 *
 * <p>At a graceful stop it stops after the routes that take inputs: the turns under way still need it for their outputs.
 */
public class CognigyConsumer extends DefaultConsumer implements ShutdownAware {

    private final CognigyEndpoint endpoint;
    private EventTypes events = new EventTypes(Set.of());
    private boolean acknowledgesOnReceipt;
    private Predicate<Map<String, Object>> replyMatch;
    private ExceptionHandler routeFailures;

    /** What listens to which of the agents, while it runs. */
    private final Map<Agent, EventSubscriber> listening = new LinkedHashMap<>();

    CognigyConsumer(CognigyEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        CognigyConfiguration options = endpoint.getConfiguration();
        events = events(options.getEvents());
        acknowledgesOnReceipt = options.getAckUnsolicited() == AckUnsolicited.RECEIVED;
        replyMatch = replyMatch(options.getReplyMatch());
        // The bridge leads into the route's error handler, which has had the exchange already when a route fails.
        routeFailures = endpoint.isBridgeErrorHandler()
                ? new LoggingExceptionHandler(endpoint.getCamelContext(), getClass())
                : getExceptionHandler();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.getComponent().registry().holdAll(endpoint).forEach((name, agent) -> {
            EventSubscriber listener = new Listener(name);
            listening.put(agent, listener);
            agent.subscribe(listener);
        });
    }

    @Override
    protected void doStop() throws Exception {
        listening.forEach((agent, listener) -> {
            agent.unsubscribe(listener);
            endpoint.getComponent().registry().release(agent.settings().name());
        });
        listening.clear();
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return true;
    }

    /** None of its own: the exchanges under way are counted by Camel, and their turns by the routes that wait for them. */
    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare: it takes events until it is stopped.
    }

    /** Takes the events of one agent. */
    private final class Listener implements EventSubscriber {

        private final String agent;

        Listener(String agent) {
            this.agent = agent;
        }

        @Override
        public boolean wants(EventKind kind) {
            return events.contains(kind);
        }

        @Override
        public boolean serves(Map<String, Object> replyAddress) {
            return replyMatch.test(replyAddress);
        }

        @Override
        public boolean acknowledgesOnReceipt() {
            return acknowledgesOnReceipt;
        }

        @Override
        public void deliver(SessionEvent event, Consumer<Throwable> routed) {
            Exchange exchange = createExchange(false);
            EventMessages.fill(exchange, event, agent, endpoint.getHeaderFilterStrategy());
            if (CognigyConsumer.this.events.handover() && tellsHandover(event)) {
                exchange.getMessage().setHeader(CognigyConstants.EVENT, EventKind.HANDOVER.optionName());
            }
            TraceSpan storing = EventMessages.trace(exchange, event);
            getAsyncProcessor().process(exchange, doneSync -> {
                Throwable failure = failure(exchange);
                storing.end(failure);
                try {
                    if (failure != null) {
                        routeFailures.handleException(
                                "a " + event.kind().optionName() + " event was not routed", exchange, failure);
                    }
                    releaseExchange(exchange, false);
                } finally {
                    routed.accept(failure);
                }
            });
        }
    }

    private static EventTypes events(String names) {
        try {
            return EventTypes.of(names);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("events: " + e.getMessage(), e);
        }
    }

    private static boolean tellsHandover(SessionEvent event) {
        return event.payload() instanceof ServerEvent.Output output
                && Handover.of(output.message().data()).isPresent();
    }

    private Predicate<Map<String, Object>> replyMatch(String option) {
        if (option == null) {
            return address -> true;
        }
        String[] nameAndValue = option.split(":", 2);
        if (nameAndValue.length < 2 || nameAndValue[0].isBlank() || nameAndValue[1].isBlank()) {
            throw new IllegalArgumentException("replyMatch must be name:value, not '" + option + "'");
        }
        String name = nameAndValue[0].strip();
        String value = nameAndValue[1].strip();
        // Some sources have no text in their headers: Kafka's are bytes.
        TypeConverter converter = endpoint.getCamelContext().getTypeConverter();
        return address -> value.equals(converter.tryConvertTo(String.class, address.get(name)));
    }

    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        return exchange.isRollbackOnly() ? new RuntimeCamelException("the exchange was rolled back") : null;
    }
}
