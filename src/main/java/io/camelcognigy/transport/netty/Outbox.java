package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.SocketIoPacket;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What other threads want written by one event loop. Whatever came in until the loop gets to it goes out together: one
 * wake-up, and one system call per connection. Thread-safe; what one thread hands over stays in its order.
 */
final class Outbox {

    /** Then the loop's other business has its turn. */
    private static final int MAX_AT_ONCE = 1_024;

    private final EventLoop loop;
    private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final List<NettyConnection> unflushed = new ArrayList<>();

    private record Letter(NettyConnection connection, SocketIoPacket packet) {}

    Outbox(EventLoop loop) {
        this.loop = loop;
    }

    void add(NettyConnection connection, SocketIoPacket packet) {
        letters.add(new Letter(connection, packet));
        call();
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
        for (int i = 0; i < MAX_AT_ONCE; i++) {
            Letter letter = letters.poll();
            if (letter == null) {
                break;
            }
            letter.connection().writeNow(letter.packet());
            unflushed.add(letter.connection());
        }
        unflushed.forEach(NettyConnection::flush);
        unflushed.clear();
        if (!letters.isEmpty()) {
            call();
        }
    }
}
