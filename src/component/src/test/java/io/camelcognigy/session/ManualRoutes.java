package io.camelcognigy.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The route executor in the test's hand: tasks run at once, or wait until the test lets them go, or are rejected. */
final class ManualRoutes implements Executor {

    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean holding;
    private boolean rejecting;
    private boolean noThreads;
    private int handedOver;

    @Override
    public void execute(Runnable task) {
        handedOver++;
        if (rejecting) {
            throw new RejectedExecutionException("shut down");
        }
        if (noThreads) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        if (holding) {
            held.add(task);
        } else {
            task.run();
        }
    }

    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        while (!held.isEmpty()) {
            held.poll().run();
        }
    }

    void reject() {
        rejecting = true;
    }

    /** As where the system has no thread left. */
    void noThreads(boolean none) {
        noThreads = none;
    }

    /** Tasks that ever came. */
    int handedOver() {
        return handedOver;
    }

    int held() {
        return held.size();
    }
}
