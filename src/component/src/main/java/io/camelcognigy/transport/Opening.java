package io.camelcognigy.transport;

import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The way of one connection from nothing to ready, with its two timeouts: the one place that knows where it stands.
 *
 * <pre>
 *   OPENING ── all steps done ──▶ READY
 *      └───────────┬────────────────┘
 *                 end
 *                  ▼
 *                 OVER
 * </pre>
 *
 * Each step is awaited once and they may come in any order: whether a server sends {@code endpoint-ready} before or after
 * the inner handshake is not known (PROTOCOL §16.13).
 *
 * <p>Confined to the thread of the connection, on which the timeouts come too; only {@link #state()} may be read from
 * elsewhere.
 */
public final class Opening {

    /** What has to happen, in the order in which it usually does. */
    public enum Step {
        /** The server has accepted the Socket.IO connection. */
        CONNECTED,
        /** Ids and token are out in the inner handshake's reply; not awaited where they travel in the query. */
        HANDSHAKE_ANSWERED,
        /** The event {@code endpoint-ready}. */
        ENDPOINT_READY
    }

    public enum State {
        OPENING,
        READY,
        OVER
    }

    /** What comes of it. */
    public interface Outcome {

        void opened();

        /** A step did not come in time. The state is still {@link State#OPENING}; whoever is told calls {@link #end()}. */
        void timedOut(Loss.Reason reason, String detail);
    }

    private final ConnectRequest request;
    private final ScheduledExecutorService thread;
    private final Outcome outcome;
    private final Set<Step> awaited = EnumSet.allOf(Step.class);
    private volatile State state = State.OPENING;
    private ScheduledFuture<?> timeout;

    public Opening(ConnectRequest request, ScheduledExecutorService thread, Outcome outcome) {
        this.request = request;
        this.thread = thread;
        this.outcome = outcome;
        if (request.handshake() == HandshakeMode.QUERY) {
            awaited.remove(Step.HANDSHAKE_ANSWERED);
        }
    }

    /** Starts the connect timeout. */
    public void begin() {
        startTimeout(request.connectTimeout());
    }

    /** Takes note of a step. One that is not awaited, or no longer, changes nothing. */
    public void reached(Step step) {
        if (state != State.OPENING || !awaited.remove(step)) {
            return;
        }
        if (awaited.isEmpty()) {
            become(State.READY);
        } else if (step == Step.CONNECTED) {
            startTimeout(request.readyTimeout());
        }
    }

    /**
     * The connection is gone.
     *
     * @return the state before: {@link State#OVER} if this had been known
     */
    public State end() {
        return become(State.OVER);
    }

    public State state() {
        return state;
    }

    private State become(State next) {
        State before = state;
        if (before == next || before == State.OVER) {
            return before;
        }
        state = next;
        stopTimeout();
        if (next == State.READY) {
            outcome.opened();
        }
        return before;
    }

    private void timedOut() {
        if (state != State.OPENING) {
            return;
        }
        if (awaited.contains(Step.CONNECTED)) {
            outcome.timedOut(Loss.Reason.CONNECT_TIMEOUT, "no connection within " + seconds(request.connectTimeout()));
        } else if (awaited.contains(Step.HANDSHAKE_ANSWERED)) {
            outcome.timedOut(
                    Loss.Reason.NOT_READY,
                    "the server did not ask for the inner handshake within " + seconds(request.readyTimeout()));
        } else if (request.onReadyTimeout() == OnReadyTimeout.PROCEED) {
            become(State.READY);
        } else {
            outcome.timedOut(
                    Loss.Reason.NOT_READY,
                    "connected, but no endpoint-ready within " + seconds(request.readyTimeout())
                            + ": wrong URL token, or a server older than 4.79");
        }
    }

    private void startTimeout(Duration after) {
        stopTimeout();
        timeout = thread.schedule(this::timedOut, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
            timeout = null;
        }
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
