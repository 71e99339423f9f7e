package io.camelcognigy.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time in the order they came, on the thread of whoever finds it idle: no thread of its own, no
 * hand-over. A task that is added from within a task runs after it, never inside it. Tasks must not block.
 */
final class SerialExecutor implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(SerialExecutor.class);

    private final Queue<Runnable> tasks;
    private final AtomicInteger pending = new AtomicInteger();

    SerialExecutor() {
        this(new ConcurrentLinkedQueue<>());
    }

    /** @param tasks a queue for many threads */
    SerialExecutor(Queue<Runnable> tasks) {
        this.tasks = tasks;
    }

    @Override
    public void execute(Runnable task) {
        boolean idle = pending.compareAndSet(0, 1);
        if (idle && tasks.isEmpty()) {
            // As it nearly always is: then nothing needs a place in the queue.
            run(task);
        } else {
            // Idle, and yet a task waits: whoever added it is about to count it. It comes first.
            tasks.add(task);
            if (!idle && pending.getAndIncrement() != 0) {
                return;
            }
            run(tasks.poll());
        }
        while (pending.decrementAndGet() != 0) {
            run(tasks.poll());
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            // A fault of ours: it must not stop the tasks behind it, nor surface in a stranger's thread. An Error that
            // got through would leave it marked as busy, and every turn of the session hanging, for ever.
            LOG.error("a session's task failed; this is a bug in camel-cognigy", e);
        }
    }
}
