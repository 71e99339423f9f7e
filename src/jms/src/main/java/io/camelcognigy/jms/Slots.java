package io.camelcognigy.jms;

/**
 * The bound on messages that were taken and are not done, in number and in bytes. Who brings one too many waits until
 * another is done: so the rest stays in the broker.
 */
final class Slots {

    private final int most;
    private final long mostBytes;
    private int taken;
    private int lent;
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

    /**
     * Leaves the room of a message that only waits to others. At most as many are out as there are places.
     *
     * @return false if it keeps its room
     */
    synchronized boolean lend(long size) {
        if (lent >= most) {
            return false;
        }
        lent++;
        release(size);
        return true;
    }

    /** A message without room is done. */
    synchronized void releaseLent() {
        lent--;
    }

    /** Those without room included. */
    synchronized int taken() {
        return taken + lent;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
