package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Lets the exchanges of one session key pass one after the other: each when the one before it has ended, its answers sent
 * and its message acknowledged. Those that wait hold no thread. A turn's timeout begins when it is let through, and the
 * engine's own queue of the session stays empty.
 *
 * <p>Who waits while the bridge stops, or whose message the broker has taken back, goes no further: that message is
 * delivered again.
 */
public final class TurnOrder extends AsyncProcessorSupport {

    /** The exchanges of each key; the first of each queue is the one under way. */
    private final ConcurrentMap<String, Queue<Waiting>> lanes = new ConcurrentHashMap<>();

    private record Waiting(Exchange exchange, AsyncCallback callback) {}

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String key = exchange.getMessage().getHeader(CognigyConstants.SESSION_KEY, String.class);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                leave(key);
            }
        });
        if (!enter(key, new Waiting(exchange, callback))) {
            return false;
        }
        letThrough(exchange);
        callback.done(true);
        return true;
    }

    /** Returns whether nobody was there. */
    private boolean enter(String key, Waiting last) {
        boolean[] alone = new boolean[1];
        lanes.compute(key, (any, lane) -> {
            Queue<Waiting> queue = lane == null ? new ArrayDeque<>(1) : lane;
            alone[0] = queue.isEmpty();
            queue.add(last);
            return queue;
        });
        return alone[0];
    }

    /** The one under way has ended; the next goes on, on this thread. */
    private void leave(String key) {
        Waiting[] next = new Waiting[1];
        lanes.computeIfPresent(key, (any, lane) -> {
            lane.remove();
            next[0] = lane.peek();
            return next[0] == null ? null : lane;
        });
        if (next[0] != null) {
            letThrough(next[0].exchange());
            next[0].callback().done(false);
        }
    }

    private static void letThrough(Exchange exchange) {
        if (exchange.getContext().isStopping() || Delivery.isVoid(exchange)) {
            exchange.setRouteStop(true);
        }
    }
}
