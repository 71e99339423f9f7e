package io.camelcognigy.session;

import io.camelcognigy.transport.Loss;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whatever an observer throws, the turn goes on. */
final class GuardedObserver implements AgentObserver {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedObserver.class);

    private final AgentObserver observer;
    private final AtomicBoolean failed = new AtomicBoolean();

    private GuardedObserver(AgentObserver observer) {
        this.observer = observer;
    }

    static AgentObserver of(AgentObserver observer) {
        return observer == NONE ? NONE : new GuardedObserver(observer);
    }

    @Override
    public void turnWritten(String sessionId, long waitedNanos) {
        try {
            observer.turnWritten(sessionId, waitedNanos);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void firstOutput(long nanos) {
        try {
            observer.firstOutput(nanos);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void turnEnded(Outcome outcome, long nanos) {
        try {
            observer.turnEnded(outcome, nanos);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void connected() {
        try {
            observer.connected();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void connectFailed(Loss.Reason reason) {
        try {
            observer.connectFailed(reason);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void output(boolean ofTurn) {
        try {
            observer.output(ofTurn);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    @Override
    public void unrouted() {
        try {
            observer.unrouted();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    private void failed(Throwable failure) {
        if (failed.compareAndSet(false, true)) {
            LOG.warn("An observer failed: what it counts is wrong from now on", failure);
        }
    }
}
