package io.camelcognigy.transport.netty;

import io.netty.channel.EventLoop;

/** An event loop, and what all connections on it share. */
record LoopServices(EventLoop loop, Heartbeats heartbeats, LoopWrites writes) {

    static LoopServices of(EventLoop loop) {
        return new LoopServices(loop, new Heartbeats(loop), new LoopWrites(loop));
    }
}
