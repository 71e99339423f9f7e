package io.camelcognigy;

import io.camelcognigy.CognigyConfiguration.AckUnsolicited;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.EventKind;
import io.camelcognigy.session.EventSubscriber;
import io.camelcognigy.session.SessionEvent;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.DefaultConsumer;

/** Makes an exchange of each event of its agent: in order within a session, in parallel across sessions. */
public class CognigyConsumer extends DefaultConsumer implements EventSubscriber {

    private final CognigyEndpoint endpoint;
    private Set<EventKind> events = EnumSet.noneOf(EventKind.class);
    private boolean acknowledgesOnReceipt;
    private Agent agent;

    CognigyConsumer(CognigyEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        CognigyConfiguration options = endpoint.getConfiguration();
        for (String name : options.getEvents().split(",")) {
            events.add(EventKind.of(name.strip()));
        }
        acknowledgesOnReceipt = options.getAckUnsolicited() == AckUnsolicited.RECEIVED;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        agent = endpoint.getComponent().holdAgent(endpoint.getAgent());
        agent.subscribe(this);
    }

    @Override
    protected void doStop() throws Exception {
        if (agent != null) {
            agent.unsubscribe(this);
            agent = null;
            endpoint.getComponent().releaseAgent(endpoint.getAgent());
        }
        super.doStop();
    }

    @Override
    public boolean wants(EventKind kind) {
        return events.contains(kind);
    }

    @Override
    public boolean acknowledgesOnReceipt() {
        return acknowledgesOnReceipt;
    }

    @Override
    public void deliver(SessionEvent event, Consumer<Throwable> routed) {
        Exchange exchange = createExchange(false);
        EventMessages.fill(exchange.getMessage(), event);
        getAsyncProcessor().process(exchange, doneSync -> {
            Throwable failure = failure(exchange);
            releaseExchange(exchange, false);
            if (failure != null) {
                getExceptionHandler()
                        .handleException("a " + event.kind().optionName() + " event was not routed", failure);
            }
            routed.accept(failure);
        });
    }

    private static Throwable failure(Exchange exchange) {
        if (exchange.getException() != null) {
            return exchange.getException();
        }
        return exchange.isRollbackOnly() ? new RuntimeCamelException("the exchange was rolled back") : null;
    }
}
