package io.camelcognigy.session;

import io.camelcognigy.transport.dial.IoThreads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What all agents of one component run on: the event loops with the name lookup, the timer, the threads of the routes.
 * Started for the first agent that acquires it and ended with the last that releases it, however many there are in between.
 * Thread-safe.
 */
public final class SharedRuntime {

    private final ThreadFactory timer;
    private final Supplier<ExecutorService> routes;
    private final Consumer<ExecutorService> endRoutes;
    private Running running;
    private int agents;

    /** What an agent is given. It ends with the last agent; none of them closes it. */
    public interface Services {

        IoThreads io();

        Time time();

        /** Where consumers' routes and callers' callbacks run. */
        Executor routes();
    }

    private record Running(IoThreads io, SystemTime time, ExecutorService threads, Executor routes)
            implements Services {}

    /**
     * @param timer for the one thread that watches the time
     * @param routes a pool that offers a thread to every route that blocks, or fewer as its user wants it
     * @param endRoutes called with that pool when it is not needed any more
     */
    public SharedRuntime(ThreadFactory timer, Supplier<ExecutorService> routes, Consumer<ExecutorService> endRoutes) {
        this.timer = timer;
        this.routes = routes;
        this.endRoutes = endRoutes;
    }

    /**
     * For one agent more. Each call that returns needs its {@link #release}.
     *
     * @throws IllegalStateException if the system refuses what the I/O threads need, for want of file descriptors
     */
    public synchronized Services acquire() {
        if (running == null) {
            running = start();
        }
        agents++;
        return running;
    }

    /** An agent has closed. */
    public void release() {
        Running unused;
        synchronized (this) {
            if (agents == 0 || --agents > 0) {
                return;
            }
            unused = running;
            running = null;
        }
        unused.io().close();
        unused.time().close();
        endRoutes.accept(unused.threads());
    }

    private Running start() {
        IoThreads io = new IoThreads(IoThreads.enough());
        try {
            ExecutorService threads = routes.get();
            SystemTime time = new SystemTime(timer);
            return new Running(io, time, threads, new RouteThreads(threads, time));
        } catch (RuntimeException | Error e) {
            io.close();
            throw e;
        }
    }
}
