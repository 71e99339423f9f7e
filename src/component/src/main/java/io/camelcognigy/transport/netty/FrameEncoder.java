package io.camelcognigy.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.concurrent.ThreadLocalRandom;

/** Writes masked, unfragmented WebSocket frames, each into one buffer of the right size (RFC 6455 §5). */
final class FrameEncoder {

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;
    private static final int MAX_HEADER_BYTES = 14;

    private FrameEncoder() {}

    /**
     * A lone surrogate is written as a question mark.
     *
     * @param parts of one message, put together in the frame itself; none may end within a surrogate pair
     */
    static ByteBuf text(ByteBufAllocator allocator, String... parts) {
        int length = 0;
        for (String part : parts) {
            length += ByteBufUtil.utf8Bytes(part);
        }
        ByteBuf frame = begin(allocator, FrameDecoder.TEXT, length);
        int mask = writeMask(frame);
        int from = frame.writerIndex();
        for (String part : parts) {
            // The frame has room for all of them: Netty need not make any for the worst case.
            ByteBufUtil.reserveAndWriteUtf8(frame, part, frame.writableBytes());
        }
        mask(frame, from, mask);
        return frame;
    }

    /** @param payload at most 125 bytes; read, not released */
    static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        ByteBuf frame = begin(allocator, FrameDecoder.PONG, payload.readableBytes());
        int mask = writeMask(frame);
        int from = frame.writerIndex();
        frame.writeBytes(payload);
        mask(frame, from, mask);
        return frame;
    }

    /** @param code one that must not stand in a frame (1005: none came) becomes a plain 1000 */
    static ByteBuf close(ByteBufAllocator allocator, int code) {
        int sendable = WebSocketCloseStatus.isValidStatusCode(code) ? code : WebSocketCloseStatus.NORMAL_CLOSURE.code();
        ByteBuf frame = begin(allocator, FrameDecoder.CLOSE, Short.BYTES);
        int mask = writeMask(frame);
        int from = frame.writerIndex();
        frame.writeShort(sendable);
        mask(frame, from, mask);
        return frame;
    }

    private static ByteBuf begin(ByteBufAllocator allocator, int opcode, int length) {
        ByteBuf frame = allocator.ioBuffer(MAX_HEADER_BYTES + length);
        frame.writeByte(FIN | opcode);
        if (length < LENGTH_IN_16_BITS) {
            frame.writeByte(MASKED | length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(MASKED | LENGTH_IN_16_BITS).writeShort(length);
        } else {
            frame.writeByte(MASKED | LENGTH_IN_64_BITS).writeLong(length);
        }
        return frame;
    }

    private static int writeMask(ByteBuf frame) {
        int mask = ThreadLocalRandom.current().nextInt();
        frame.writeInt(mask);
        return mask;
    }

    private static void mask(ByteBuf frame, int from, int mask) {
        int at = from;
        int end = frame.writerIndex();
        long wide = (long) mask << Integer.SIZE | mask & 0xFFFFFFFFL;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            frame.setLong(at, frame.getLong(at) ^ wide);
        }
        for (int shift = Integer.SIZE - Byte.SIZE; at < end; at++, shift -= Byte.SIZE) {
            frame.setByte(at, frame.getByte(at) ^ mask >>> (shift & Integer.SIZE - 1));
        }
    }
}
