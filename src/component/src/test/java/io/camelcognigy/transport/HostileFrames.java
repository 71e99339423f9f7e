package io.camelcognigy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What a server should never send, and what it may, as bytes on the wire: the same for the same seed and number.
 *
 * <p>About a third is valid, so that connections live long enough for the rest to reach all their states.
 */
final class HostileFrames {

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FIN = 0x80;

    private static final List<String> PACKETS = List.of(
            "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"Hi\",\"data\":{\"a\":[1,2.5,null,true]}}}]",
            "4217[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"gr\u00fc\u00dfe \ud83d\ude00\"}}]",
            "4218[\"finalPing\",{\"type\":\"regular\"}]",
            "42[\"typingStatus\",{\"status\":\"typingOn\"}]",
            "42[\"exception\",{\"message\":\"no\",\"code\":7}]",
            "42[\"output\",{\"type\":\"error\",\"data\":{\"error\":{\"message\":\"no\"}}}]",
            "420[\"handshake\"]",
            "42[\"endpoint-ready\"]",
            "421[\"unheardOf\",{\"_\":{}}]",
            "43999[]",
            "451-[\"output\",{\"_placeholder\":true,\"num\":0}]",
            "42/other,[\"output\",{}]",
            "2",
            "3",
            "6");

    private final SplittableRandom random;

    HostileFrames(long seed, long number) {
        // Drawn from a generator of its own: neighbouring seeds would give the same stream, one step further on.
        random = new SplittableRandom(new Random(seed * 1_000_003 + number).nextLong());
    }

    /** One frame, or what pretends to be one or several. */
    byte[] next() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> text(packet());
            case 5, 6 -> text(mutated(packet().getBytes(StandardCharsets.UTF_8)));
            case 7 -> mutated(text(packet()));
            case 8 -> random(random.nextInt(200));
            case 9 -> text(surrogates());
            case 10 -> text(nested());
            case 11 -> text(wide());
            case 12 -> text("42" + digits(25 + random.nextInt(10)) + "[\"output\",{\"type\":\"output\",\"data\":{}}]");
            case 13 -> fragments();
            case 14 -> control();
            default -> liar();
        };
    }

    /** A valid output that asks for an acknowledgement. */
    static byte[] valid() {
        return frame(FIN | TEXT, PACKETS.get(1).getBytes(StandardCharsets.UTF_8));
    }

    /** An orderly end. */
    static byte[] close() {
        return frame(FIN | CLOSE, new byte[] {0x03, (byte) 0xE8});
    }

    static byte[] text(String text) {
        return text(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] text(byte[] text) {
        return frame(FIN | TEXT, text);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A few bytes changed, added, dropped or doubled, or an end that is missing. */
    byte[] mutated(byte[] bytes) {
        ByteBuf out = Unpooled.buffer();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(bytes.length) >= changes) {
                out.writeByte(bytes[i]);
                continue;
            }
            switch (random.nextInt(5)) {
                case 0 -> out.writeByte(bytes[i] ^ 1 << random.nextInt(8));
                case 1 -> out.writeByte(random.nextInt(256));
                case 2 -> out.writeByte(bytes[i]).writeByte(bytes[i]);
                case 3 -> {} // Dropped.
                default -> {
                    return bytes(out);
                }
            }
        }
        return bytes(out);
    }

    private String packet() {
        return PACKETS.get(random.nextInt(PACKETS.size()));
    }

    private byte[] surrogates() {
        if (random.nextBoolean()) {
            return "4219[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"\\ud800 \\udc00\\ud83d\"}}]"
                    .getBytes(StandardCharsets.UTF_8);
        }
        byte[] text = packet().getBytes(StandardCharsets.UTF_8);
        ByteBuf out = Unpooled.buffer().writeBytes(text);
        out.writerIndex(random.nextInt(text.length + 1));
        // U+D800 as if it were a character of its own.
        return bytes(out.writeByte(0xED).writeByte(0xA0).writeByte(0x80));
    }

    private String nested() {
        int depth = random.nextBoolean() ? random.nextInt(80) : random.nextInt(20_000);
        String open = random.nextBoolean() ? "[" : "{\"a\":";
        String close = open.length() == 1 ? "]" : "}";
        String end = random.nextBoolean() ? close.repeat(depth) : "";
        return "42[\"output\",{\"type\":\"output\",\"data\":" + open.repeat(depth) + "1" + end + "}]";
    }

    private String wide() {
        int size = random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3_000);
        String filling = switch (random.nextInt(4)) {
            case 0 -> "1,".repeat(size / 2) + "1";
            case 1 -> "\"" + "x".repeat(size) + "\"";
            case 2 -> "{},".repeat(size / 3) + "{}";
            default -> digits(1 + random.nextInt(200)) + "e" + digits(1 + random.nextInt(12));
        };
        return "42[\"output\",{\"type\":\"output\",\"data\":{\"text\":\"\",\"data\":{\"wide\":[" + filling + "]}}}]";
    }

    private String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    /** A message that need not come to an end, with control frames in between. */
    private byte[] fragments() {
        ByteBuf out = Unpooled.buffer();
        int count = random.nextInt(random.nextInt(10) == 0 ? 2_000 : 30);
        byte[] text = packet().getBytes(StandardCharsets.UTF_8);
        int at = 0;
        for (int i = 0; i < count; i++) {
            int length = Math.min(random.nextInt(8), text.length - at);
            byte[] part = new byte[length];
            System.arraycopy(text, at, part, 0, length);
            at += length;
            out.writeBytes(frame(i == 0 ? TEXT : CONTINUATION, part));
            if (random.nextInt(10) == 0) {
                out.writeBytes(frame(FIN | PING, random(random.nextInt(20))));
            }
        }
        if (random.nextBoolean()) {
            byte[] rest = new byte[text.length - at];
            System.arraycopy(text, at, rest, 0, rest.length);
            out.writeBytes(frame(FIN | CONTINUATION, rest));
        }
        return bytes(out);
    }

    private byte[] control() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> frame(FIN | PING, random(random.nextInt(126)));
            case 2 -> frame(FIN | 10, random(random.nextInt(126)));
            case 3 -> frame(FIN | BINARY, random(random.nextInt(300)));
            case 4 -> frame(FIN | CLOSE, random(random.nextInt(10)));
            default -> frame(random.nextInt(256), random(random.nextInt(200)));
        };
    }

    /** A head that promises what does not follow. */
    private byte[] liar() {
        ByteBuf out = Unpooled.buffer();
        out.writeByte(random.nextBoolean() ? FIN | TEXT : TEXT);
        switch (random.nextInt(5)) {
            case 0 -> out.writeByte(127).writeLong(random.nextLong());
            case 1 -> out.writeByte(127).writeLong(random.nextInt(1 << 22));
            case 2 -> out.writeByte(126).writeShort(random.nextInt(1 << 16));
            case 3 -> out.writeByte(0x80 | random.nextInt(126)).writeInt(random.nextInt());
            default -> out.writeByte(random.nextInt(126));
        }
        return bytes(out.writeBytes(random(random.nextInt(64))));
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuf out = Unpooled.buffer(payload.length + 10);
        out.writeByte(first);
        if (payload.length < 126) {
            out.writeByte(payload.length);
        } else if (payload.length < 1 << 16) {
            out.writeByte(126).writeShort(payload.length);
        } else {
            out.writeByte(127).writeLong(payload.length);
        }
        return bytes(out.writeBytes(payload));
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
