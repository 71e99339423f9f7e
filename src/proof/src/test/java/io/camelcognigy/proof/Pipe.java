package io.camelcognigy.proof;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One direction of a {@link Link}: what comes in at one end goes out at the other, as the weather allows. */
final class Pipe extends ChannelInboundHandlerAdapter {

    /** More is left in the sender's socket. */
    private static final int MAX_WAITING_BYTES = 1 << 20;

    /** So often a throttled pipe lets something through. */
    private static final int THROTTLED_PER_SECOND = 50;

    private final Link link;
    private final Direction direction;
    private final Deque<Chunk> waiting = new ArrayDeque<>();
    private ChannelHandlerContext in;
    private Channel out;
    private int waitingBytes;
    private long freeAt = System.nanoTime();
    private long untilCut = Long.MAX_VALUE;
    private boolean ended;
    private Future<?> next;

    private record Chunk(ByteBuf bytes, long due) {}

    Pipe(Link link, Direction direction) {
        this.link = link;
        this.direction = direction;
    }

    void leadsTo(Channel end) {
        out = end;
    }

    void cutAfter(long bytes) {
        untilCut = bytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        in = context;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        link.read(direction, bytes);
        waiting.add(new Chunk(bytes, System.nanoTime() + link.weather().delay().toNanos()));
        waitingBytes += bytes.readableBytes();
        flow();
        in.channel().config().setAutoRead(waitingBytes < MAX_WAITING_BYTES);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        flow();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    /** Lets go what may go now, and comes back when more may. */
    void flow() {
        if (!link.stands() || link.blackholes(direction)) {
            return;
        }
        while (!waiting.isEmpty()) {
            long wait = Math.max(waiting.peek().due(), freeAt) - System.nanoTime();
            if (wait > 0) {
                comeBackAfter(wait);
                return;
            }
            letGo(waiting.peek().bytes());
            if (untilCut == 0) {
                link.cut();
                return;
            }
        }
        in.channel().config().setAutoRead(true);
        if (ended) {
            link.cut();
        }
    }

    private void letGo(ByteBuf bytes) {
        long rate = link.weather().bytesPerSecond();
        long most = Math.min(untilCut, rate == 0 ? Long.MAX_VALUE : Math.max(1, rate / THROTTLED_PER_SECOND));
        int length = (int) Math.min(most, bytes.readableBytes());
        ByteBuf part = bytes.readRetainedSlice(length);
        if (!bytes.isReadable()) {
            waiting.remove().bytes().release();
        }
        waitingBytes -= length;
        untilCut -= untilCut == Long.MAX_VALUE ? 0 : length;
        if (rate > 0) {
            freeAt = System.nanoTime() + TimeUnit.SECONDS.toNanos(length) / rate;
        }
        out.writeAndFlush(part);
    }

    private void comeBackAfter(long nanos) {
        if (next == null) {
            next = in.executor()
                    .schedule(
                            () -> {
                                next = null;
                                flow();
                            },
                            nanos,
                            TimeUnit.NANOSECONDS);
        }
    }

    /** Forgets what was on its way. */
    void clear() {
        waiting.forEach(chunk -> chunk.bytes().release());
        waiting.clear();
        waitingBytes = 0;
    }
}
