package io.camelcognigy.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a server's WebSocket frames and makes whole messages of them (RFC 6455 §5). A message's size is limited, whether
 * it comes in one frame or in many; of a longer one no byte is kept. After an exception it must not be used any more.
 *
 * <p>Holds memory only while a message in fragments is on its way. Confined to its event loop.
 */
final class FrameDecoder {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int NO_CLOSE_CODE = 1005;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int MAX_CONTROL_BYTES = 125;
    private static final int LENGTH_IN_16_BITS = 126;
    private static final int LENGTH_IN_64_BITS = 127;
    private static final char REPLACEMENT = '\uFFFD';

    private final int maxMessageBytes;
    private final Messages messages;
    private ByteBuf fragments;
    private boolean fragmentsAreText;

    /** What comes out. */
    interface Messages {

        void text(String text);

        void binary(int bytes);

        /** @param payload only valid during the call */
        void ping(ByteBuf payload);

        /** @param code {@link #NO_CLOSE_CODE} if none came */
        void closeFrame(int code);
    }

    FrameDecoder(int maxMessageBytes, Messages messages) {
        this.maxMessageBytes = maxMessageBytes;
        this.messages = messages;
    }

    /**
     * Reads one frame.
     *
     * @return false if it is not complete yet; nothing is consumed then
     * @throws CorruptedWebSocketFrameException for what no server may send; its message shows no content
     */
    boolean decode(ByteBufAllocator allocator, ByteBuf in) {
        int available = in.readableBytes();
        if (available < 2) {
            return false;
        }
        int at = in.readerIndex();
        int first = in.getByte(at);
        int second = in.getByte(at + 1);
        checkHead(first, second);
        int headBytes = 2;
        long length = second & LENGTH;
        if (length == LENGTH_IN_16_BITS) {
            headBytes += Short.BYTES;
            if (available < headBytes) {
                return false;
            }
            length = in.getUnsignedShort(at + 2);
            check(length >= LENGTH_IN_16_BITS, "a frame length that is not in its shortest form");
        } else if (length == LENGTH_IN_64_BITS) {
            headBytes += Long.BYTES;
            if (available < headBytes) {
                return false;
            }
            length = in.getLong(at + 2);
            check(length > 0xFFFF, "a frame length that is not in its shortest form");
        }
        int before = fragments == null || (first & OPCODE) >= CLOSE ? 0 : fragments.readableBytes();
        if (length > maxMessageBytes - before) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message of more than " + maxMessageBytes + " bytes");
        }
        if (available - headBytes < length) {
            return false;
        }
        in.skipBytes(headBytes);
        frame(allocator, (first & FIN) != 0, first & OPCODE, in, (int) length);
        return true;
    }

    /** Lets go of a message that will not be completed. */
    void release() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    private void checkHead(int first, int second) {
        int opcode = first & OPCODE;
        check((first & RESERVED) == 0, "a frame of an extension that nobody asked for");
        check((second & MASKED) == 0, "a masked frame, which only clients send");
        if (opcode >= CLOSE) {
            check(opcode <= PONG, "a frame of an unknown kind");
            check((first & FIN) != 0, "a control frame in fragments");
            check((second & LENGTH) <= MAX_CONTROL_BYTES, "a control frame of more than 125 bytes");
        } else {
            check(opcode <= BINARY, "a frame of an unknown kind");
            check(
                    (opcode == CONTINUATION) == (fragments != null),
                    fragments == null ? "a continuation of nothing" : "a message amid the fragments of another");
        }
    }

    private void frame(ByteBufAllocator allocator, boolean last, int opcode, ByteBuf in, int length) {
        switch (opcode) {
            case PING -> messages.ping(in.readSlice(length));
            case PONG -> in.skipBytes(length);
            case CLOSE -> close(in, length);
            case CONTINUATION -> {
                fragments.writeBytes(in, length);
                if (last) {
                    complete();
                }
            }
            default -> {
                if (last) {
                    message(opcode == TEXT, in, length);
                } else {
                    fragmentsAreText = opcode == TEXT;
                    fragments = allocator.buffer(length);
                    fragments.writeBytes(in, length);
                }
            }
        }
    }

    private void complete() {
        ByteBuf whole = fragments;
        fragments = null;
        try {
            message(fragmentsAreText, whole, whole.readableBytes());
        } finally {
            whole.release();
        }
    }

    private void message(boolean text, ByteBuf in, int length) {
        if (text) {
            messages.text(utf8(in, length));
        } else {
            in.skipBytes(length);
            messages.binary(length);
        }
    }

    private void close(ByteBuf in, int length) {
        check(length != 1, "half a close code");
        if (length == 0) {
            messages.closeFrame(NO_CLOSE_CODE);
            return;
        }
        int code = in.readUnsignedShort();
        utf8(in, length - Short.BYTES);
        check(WebSocketCloseStatus.isValidStatusCode(code), "a close code that must not be sent");
        messages.closeFrame(code);
    }

    /** The JVM's quick way, which replaces what is wrong; only where it may have done so the bytes are looked at. */
    private static String utf8(ByteBuf in, int length) {
        String text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0 && !valid(in, length)) {
            throw new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text that is not UTF-8");
        }
        in.skipBytes(length);
        return text;
    }

    private static boolean valid(ByteBuf in, int length) {
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(ByteBufUtil.getBytes(in, in.readerIndex(), length)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static void check(boolean rule, String otherwise) {
        if (!rule) {
            throw new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, otherwise);
        }
    }
}
