package io.camelcognigy.jms;

import java.util.concurrent.Semaphore;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * The bound on messages that were taken and are not done. The thread that brings one too many, a JMS consumer's, waits
 * here until another exchange ends: so the rest stays in the broker.
 */
public final class TurnLimit implements Processor {

    private Semaphore permits = new Semaphore(1000);

    /** How many exchanges may be under way at once; those that wait for the turn before them count. */
    public void setTurns(int turns) {
        permits = new Semaphore(turns);
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        Semaphore taken = permits;
        taken.acquire();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                taken.release();
            }
        });
    }
}
