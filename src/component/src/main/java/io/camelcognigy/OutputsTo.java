package io.camelcognigy;

import io.camelcognigy.session.EventKind;
import io.camelcognigy.session.EventSubscriber;
import io.camelcognigy.session.SessionEvent;
import io.camelcognigy.session.TraceSpan;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;

/** Sends each output of an InOut exchange on as it comes, to the endpoint that the option outputsTo names. */
final class OutputsTo extends ServiceSupport {

    private final CognigyEndpoint from;
    private final Endpoint target;
    private final ProducerCache producers;

    OutputsTo(CognigyEndpoint from, Endpoint target) {
        this.from = from;
        this.target = target;
        this.producers = new DefaultProducerCache(this, from.getCamelContext(), 1);
    }

    EventSubscriber from(String agent) {
        return new EventSubscriber() {
            @Override
            public boolean wants(EventKind kind) {
                return kind == EventKind.OUTPUT;
            }

            @Override
            public boolean acknowledgesOnReceipt() {
                return false;
            }

            @Override
            public void deliver(SessionEvent event, Consumer<Throwable> routed) {
                Exchange exchange = from.createExchange(ExchangePattern.InOnly);
                EventMessages.fill(exchange, event, agent, from.getHeaderFilterStrategy());
                TraceSpan storing = EventMessages.trace(exchange, event);
                producers
                        .asyncSendExchange(
                                target, ExchangePattern.InOnly, null, null, exchange, new CompletableFuture<>())
                        .whenComplete((sent, failure) -> {
                            Throwable fault = failure == null ? sent.getException() : failure;
                            storing.end(fault);
                            routed.accept(fault);
                        });
            }
        };
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(producers);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(producers);
    }
}
