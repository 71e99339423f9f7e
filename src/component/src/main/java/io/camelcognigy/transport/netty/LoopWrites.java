package io.camelcognigy.transport.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one event loop has to send. All that the loop writes in one of its rounds, whether it was handed over by other
 * threads or written by the loop itself, goes out at the end of the round: one system call per connection, and one wake-up
 * for whatever other threads had for it. So an input that comes while the acknowledgements of the turn before it are
 * still there travels with them.
 *
 * <p>Thread-safe where it says so, else confined to the loop; what one thread hands over stays in its order.
 */
final class LoopWrites {

    /** Then the loop's other business has its turn. */
    private static final int MAX_AT_ONCE = 1_024;

    private final Executor loop;
    private final Queue<Runnable> letters = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final List<WebSocketChannel> unflushed = new ArrayList<>();
    private boolean emptying;

    /** @param loop runs what it is given after all channels that have something to read */
    LoopWrites(Executor loop) {
        this.loop = loop;
    }

    /**
     * By any thread.
     *
     * @param letter writes to a WebSocket of this loop; run by the loop
     */
    void add(Runnable letter) {
        letters.add(letter);
        call();
    }

    /** By the loop: something was written to it, and nothing before that since its last flush. */
    void unflushed(WebSocketChannel socket) {
        unflushed.add(socket);
        if (!emptying) {
            call();
        }
    }

    private void call() {
        if (called.compareAndSet(false, true)) {
            try {
                loop.execute(this::empty);
            } catch (RejectedExecutionException e) {
                // The connector is closed, and with it all connections: nobody would get it.
                letters.clear();
            }
        }
    }

    private void empty() {
        // First, so that a letter which comes from now on is not left behind.
        called.set(false);
        emptying = true;
        try {
            write();
            flush();
        } finally {
            emptying = false;
        }
        if (!letters.isEmpty()) {
            call();
        }
    }

    private void write() {
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            Runnable letter = letters.poll();
            if (letter == null) {
                return;
            }
            letter.run();
        }
    }

    private void flush() {
        // What is written meanwhile, because one of them failed, comes after it.
        for (int i = 0; i < unflushed.size(); i++) {
            unflushed.get(i).flush();
        }
        unflushed.clear();
    }
}
