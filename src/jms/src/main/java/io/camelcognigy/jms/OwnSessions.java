package io.camelcognigy.jms;

import io.camelcognigy.road.CamelSessions;
import io.camelcognigy.road.Register;
import io.camelcognigy.road.RoadRegister;
import io.camelcognigy.session.SessionRegister;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;

/**
 * Which sessions are the road's own, from a start to a stop: by its register, if it has one. Without one they all are, none is
 * written, and each ends with the process. Thread-safe.
 */
final class OwnSessions implements AutoCloseable {

    private static final long LOOK_MILLIS = 250;

    private final RoadRegister register;

    private OwnSessions(RoadRegister register) {
        this.register = register;
    }

    /** @param register null for none */
    static OwnSessions open(String road, Register register, CamelContext camel) {
        return new OwnSessions(
                register == null ? null : register.open(road, ReplyAddress.OF_ONE_INPUT, new CamelSessions(camel)));
    }

    /** Whether inputs must go through {@link #whenOurs} and {@link #whenWritten}. */
    boolean areWritten() {
        return register != null;
    }

    /** Of the inputs; null for nobody. */
    SessionRegister owner() {
        return register;
    }

    /** See {@link RoadRegister#whenOurs}. */
    void whenOurs(String sessionKey, Runnable then) {
        register.whenOurs(sessionKey, then);
    }

    /** See {@link RoadRegister#whenWritten}. */
    void whenWritten(String sessionKey, Runnable then) {
        register.whenWritten(sessionKey, then);
    }

    /**
     * Waits as {@link #whenOurs}.
     *
     * @return false if it is not ours, and it was given up
     */
    boolean awaitOurs(String sessionKey, BooleanSupplier givenUp) throws InterruptedException {
        CountDownLatch ours = new CountDownLatch(1);
        AtomicBoolean decided = new AtomicBoolean();
        register.whenOurs(sessionKey, () -> {
            if (decided.compareAndSet(false, true)) {
                ours.countDown();
            } else {
                giveBack(sessionKey);
            }
        });
        try {
            while (!ours.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (givenUp.getAsBoolean() && decided.compareAndSet(false, true)) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            if (!decided.compareAndSet(false, true)) {
                giveBack(sessionKey);
            }
            throw e;
        }
        return true;
    }

    /** Waits as {@link #whenWritten}. @return false if it was given up */
    boolean awaitWritten(String sessionKey, BooleanSupplier givenUp) throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        register.whenWritten(sessionKey, written::countDown);
        while (!written.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            if (givenUp.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Nothing came of it, or nobody waits for it. */
    void giveBack(String sessionKey) {
        register.whenWritten(sessionKey, () -> {});
    }

    /** Inputs that wait until their session is ours. */
    int waiting() {
        return register == null ? 0 : register.waiting();
    }

    /** What is wrong; null if nothing is. */
    String trouble() {
        return register == null ? null : register.trouble();
    }

    @Override
    public void close() {
        if (register != null) {
            register.close();
        }
    }
}
