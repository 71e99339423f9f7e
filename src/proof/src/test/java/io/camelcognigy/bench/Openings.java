package io.camelcognigy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets only so many connections open at once, whoever opens them, so that the endpoint's backlog never overflows. */
final class Openings {

    static final int AT_ONCE = 64;

    private static final long READY_SECONDS = 30;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final List<CompletableFuture<?>> all = new ArrayList<>();

    /** Blocks until one more may open. */
    void begin() throws InterruptedException {
        if (!free.tryAcquire(READY_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("connections do not open");
        }
    }

    void add(CompletableFuture<?> ready) {
        all.add(ready);
        ready.whenComplete((done, failure) -> free.release());
    }

    /** Blocks until all are open; throws if one failed. */
    void await() throws Exception {
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(READY_SECONDS, TimeUnit.SECONDS);
    }
}
