package io.camelcognigy.transport;

import io.camelcognigy.protocol.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Writes down what a connection says, acknowledges at once unless told otherwise, and notices broken promises: calls at
 * the same time, calls after the last, a second readiness, a second loss.
 */
final class RecordingListener implements ConnectionListener {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    final List<ServerEvent> events = new CopyOnWriteArrayList<>();
    final List<Ack> acks = new CopyOnWriteArrayList<>();
    final List<Loss> losses = new CopyOnWriteArrayList<>();
    final List<String> brokenPromises = new CopyOnWriteArrayList<>();

    private final CompletableFuture<Connection> ready = new CompletableFuture<>();
    private final CompletableFuture<Loss> closed = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final boolean acknowledging;
    private final Consumer<Connection> onReady;

    RecordingListener() {
        this(true, connection -> {});
    }

    private RecordingListener(boolean acknowledging, Consumer<Connection> onReady) {
        this.acknowledging = acknowledging;
        this.onReady = onReady;
    }

    static RecordingListener withholdingAcks() {
        return new RecordingListener(false, connection -> {});
    }

    static RecordingListener onReadyDoing(Consumer<Connection> action) {
        return new RecordingListener(true, action);
    }

    @Override
    public void onReady(Connection connection) {
        guarded("onReady", () -> {
            if (!ready.complete(connection)) {
                brokenPromises.add("a second onReady");
            }
            onReady.accept(connection);
        });
    }

    @Override
    public void onEvent(Connection connection, ServerEvent event, Ack ack, int size) {
        guarded("onEvent", () -> {
            events.add(event);
            acks.add(ack);
            if (acknowledging && ack.requested()) {
                ack.acknowledge();
            }
        });
    }

    @Override
    public void onClosed(Connection connection, Loss loss) {
        guarded("onClosed", () -> {
            losses.add(loss);
            closed.complete(loss);
        });
    }

    Connection awaitReady() {
        return await(CompletableFuture.anyOf(ready, closed).thenApply(first -> {
            if (first instanceof Loss loss) {
                throw new AssertionError("not ready, but " + loss);
            }
            return (Connection) first;
        }));
    }

    Loss awaitClosed() {
        return await(closed);
    }

    boolean isReady() {
        return ready.isDone();
    }

    /** The texts of the outputs so far. */
    List<String> texts() {
        return events.stream()
                .filter(ServerEvent.Output.class::isInstance)
                .map(event -> ((ServerEvent.Output) event).message().text())
                .toList();
    }

    long count(Class<? extends ServerEvent> kind) {
        return events.stream().filter(kind::isInstance).count();
    }

    private void guarded(String name, Runnable call) {
        if (inside.incrementAndGet() != 1) {
            brokenPromises.add(name + " while another callback was running");
        }
        if (closed.isDone()) {
            brokenPromises.add(name + " after onClosed");
        }
        try {
            call.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing happened within " + LONG_ENOUGH, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
