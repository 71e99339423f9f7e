package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.content.Readable;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a frame is damaged, it is an event or malformed, and nothing else comes out of the codec. */
class MutatedFrameTest {

    private static final int FRAMES = 20_000;
    private static final String[] SPLINTERS = {
        "[",
        "]",
        "{",
        "}",
        "\"",
        ",",
        ":",
        "\\",
        "\\u",
        "\\ud800",
        "null",
        "true",
        "-",
        "1e999",
        "0",
        "/",
        "\0",
        "\ud83d",
        "[".repeat(100),
        "{\"a\":".repeat(100),
        "9".repeat(200),
        "\"type\":",
        "\"data\":null",
        "\"text\":[]"
    };

    private final ProtocolCodec codec = new ProtocolCodec();

    @Test
    void aDamagedFrameIsAnEventOrMalformed() {
        Random random = new Random(20_26);
        int events = 0;
        int malformed = 0;
        for (int i = 0; i < FRAMES; i++) {
            String frame = "2" + Frames.EVENTS.get(random.nextInt(Frames.EVENTS.size()));
            for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
                frame = damaged(frame, random);
            }
            if (understood(frame)) {
                events++;
            } else {
                malformed++;
            }
        }
        assertThat(events).as("frames that survived").isGreaterThan(FRAMES / 20);
        assertThat(malformed).as("frames that did not").isGreaterThan(FRAMES / 20);
    }

    private boolean understood(String frame) {
        try {
            SocketIoPacket packet = SocketIoPacket.parse(frame);
            ServerEvent event = codec.decodeEvent(packet.payload() == null ? "" : packet.payload());
            assertThat(event.toString()).isNotNull();
            if (event instanceof ServerEvent.Output output) {
                assertThat(Readable.of(output.message()).text()).isNotNull();
                assertThat(codec.write(output.message().raw())).isNotEmpty();
            }
            return true;
        } catch (MalformedFrameException e) {
            return false;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("escaped from: " + frame, e);
        }
    }

    private static String damaged(String frame, Random random) {
        int at = random.nextInt(frame.length() + 1);
        int to = Math.min(frame.length(), at + random.nextInt(8));
        return switch (random.nextInt(5)) {
            case 0 -> frame.substring(0, at) + frame.substring(to);
            case 1 -> frame.substring(0, at) + SPLINTERS[random.nextInt(SPLINTERS.length)] + frame.substring(to);
            case 2 -> frame.substring(0, at) + SPLINTERS[random.nextInt(SPLINTERS.length)] + frame.substring(at);
            case 3 -> frame.substring(0, at) + (char) random.nextInt(0x10000) + frame.substring(to);
            default -> frame.substring(0, to) + frame.substring(at);
        };
    }
}
