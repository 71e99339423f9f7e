package io.camelcognigy.transport.dial;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.IntFunction;
import javax.net.ssl.SSLEngine;

/**
 * Lets many handshakes at a time resume TLS sessions by the JVM's engine. The JVM remembers one session for each host and
 * port, and by TLS 1.3 one handshake takes it away until the server has sent the next: of many at a time, as after an
 * outage, all others would begin from nothing. The port that an engine is made with is but a hint for that memory. So each
 * handshake has a place, which is added to the port, and so a remembered session, to itself.
 *
 * <p>Thread-safe. There are as many places as handshakes were under way at once; over the bound they share one.
 */
final class ResumptionPlaces {

    /** Each can hold a session in the memory, some kilobytes. */
    private static final int MOST = 256;

    private static final int PORTS = 1 << 16;

    /** First in, first out: the one that was used longest ago has its new session for sure. */
    private final Queue<Integer> free = new ArrayDeque<>();

    private int made;

    /** @param engines makes the engine, of what is to be added to its port */
    SslHandler handler(IntFunction<SSLEngine> engines) {
        int place = take();
        return new SslHandler(engines.apply(place * PORTS)) {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
                super.handlerAdded(ctx);
                ctx.pipeline().addAfter(ctx.name(), null, new GiveBack(place));
            }
        };
    }

    private synchronized int take() {
        Integer place = free.poll();
        if (place != null) {
            return place;
        }
        return made < MOST ? made++ : MOST;
    }

    private synchronized void giveBack(int place) {
        if (place < MOST) {
            free.add(place);
        }
    }

    /** With the first bytes of the server behind the handshake, before which it sends what can be resumed, or the end. */
    private final class GiveBack extends ChannelInboundHandlerAdapter {

        private final int place;

        GiveBack(int place) {
            this.place = place;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            giveBack(place);
        }
    }
}
