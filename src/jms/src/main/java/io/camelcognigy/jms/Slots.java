package io.camelcognigy.jms;

/**
 * The bound on messages that were taken and are not done, in number and in bytes. Who brings one too many waits until
 * another is done: so the rest stays in the broker.
 */
final class Slots {

    private final int most;
    private final long mostBytes;
    private int taken;
    private long bytes;
    private boolean closed;

    Slots(int most, long mostBytes) {
        if (most < 1 || mostBytes < 1) {
            throw new IllegalArgumentException("turns and turnBytes must be positive");
        }
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** Waits for room. A message larger than all room is let in alone. False once there is no more use in waiting. */
    synchronized boolean acquire(long size) throws InterruptedException {
        while (!closed && taken > 0 && (taken >= most || bytes + size > mostBytes)) {
            wait();
        }
        if (!closed) {
            taken++;
            bytes += size;
        }
        return !closed;
    }

    synchronized void release(long size) {
        taken--;
        bytes -= size;
        notifyAll();
    }

    synchronized int taken() {
        return taken;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
