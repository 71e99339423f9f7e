package io.camelcognigy.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.Secret;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.SocketIoPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a turn leaves to the collector on its way through frames and codec stays small: garbage of thousands is pauses. */
class GarbageTest {

    private static final int WARM_UP = 1_000;
    private static final int TURNS = 1_000;
    /** 4.9 kB were seen, two fifths of them by the JSON parser. */
    private static final long MAX_BYTES_PER_TURN = 6_000;

    private final ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final FrameDecoder decoder = new FrameDecoder(1_000, new Reader());
    private int events;

    @Test
    void aTurnLeavesLittleGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuf answer = allocator.directBuffer();
        write(
                answer,
                "4217[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"Your parcel is here.\",\"data\":{}}}]");
        write(answer, "4218[\"finalPing\",{\"type\":\"regular\"}]");
        for (int i = 0; i < WARM_UP; i++) {
            turn(answer);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TURNS; i++) {
            turn(answer);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        answer.release();

        assertThat(bytes / TURNS).as("bytes of garbage a turn").isLessThan(MAX_BYTES_PER_TURN);
    }

    /** A server's frame. */
    private static void write(ByteBuf to, String text) {
        to.writeByte(0x80 | FrameDecoder.TEXT).writeByte(text.length());
        to.writeCharSequence(text, StandardCharsets.US_ASCII);
    }

    private void turn(ByteBuf answer) {
        ProcessInput input =
                new ProcessInput(Secret.of("0a1b2c"), "u-7", "s-1", "camel", null, false, "Where is my parcel?", null);
        send(SocketIoPacket.event(codec.encode(input).json()));
        events = 0;
        answer.readerIndex(0);
        while (decoder.decode(allocator, answer)) {}
        if (events != 2) {
            throw new AssertionError(events + " events");
        }
    }

    private void send(SocketIoPacket packet) {
        FrameEncoder.text(allocator, "4", packet.head(), packet.payload()).release();
    }

    private final class Reader implements FrameDecoder.Messages {

        @Override
        public void text(String text) {
            try {
                SocketIoPacket packet = SocketIoPacket.parse(text, 1);
                events += codec.decodeEvent(packet.payload()) instanceof ServerEvent.Unknown ? 0 : 1;
                send(SocketIoPacket.ack(packet.ackId(), "[]"));
            } catch (MalformedFrameException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void binary(int bytes) {
            throw new AssertionError("a binary frame");
        }

        @Override
        public void ping(ByteBuf payload) {
            throw new AssertionError("a ping");
        }

        @Override
        public void closeFrame(int code) {
            throw new AssertionError("a close frame");
        }
    }
}
