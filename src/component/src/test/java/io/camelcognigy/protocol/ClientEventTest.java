package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What we send is, character for character, what PROTOCOL §7 shows. */
class ClientEventTest {

    private final ProtocolCodec codec = new ProtocolCodec();

    @Test
    void anInputWithTextAndDataIsTheDocumentedFrame() {
        EncodedEvent event = codec.encode(input(null, false, "hello", Map.of("orderId", 17)));

        assertThat(event.name()).isEqualTo("processInput");
        assertThat(event.json()).isEqualTo("""
                        ["processInput",{"URLToken":"0a1b2c","userId":"u-7","sessionId":"s-1","channel":"camel",\
                        "source":"device","passthroughIP":null,"resetFlow":false,"text":"hello","data":{"orderId":17}}]""");
        assertThat(event.bytes()).isEqualTo(event.json().length());
    }

    @Test
    void aPureResetHasNeitherTextNorData() {
        assertThat(codec.encode(input("192.0.2.1", true, null, null)).json()).isEqualTo("""
                        ["processInput",{"URLToken":"0a1b2c","userId":"u-7","sessionId":"s-1","channel":"camel",\
                        "source":"device","passthroughIP":"192.0.2.1","resetFlow":true}]""");
    }

    @Test
    void dataAloneGoesWithEmptyText() {
        assertThat(codec.encode(input(null, false, "", Map.of())).json()).endsWith(",\"text\":\"\",\"data\":{}}]");
    }

    @Test
    void dataKeepsItsOrderAndItsTypes() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("z", 1.5);
        data.put("a", List.of(true, "x", new Object[] {null, 7L}));
        data.put("m", null);

        assertThat(codec.encode(input(null, false, "t", data)).json())
                .endsWith("\"data\":{\"z\":1.5,\"a\":[true,\"x\",[null,7]],\"m\":null}}]");
    }

    @Test
    void theSizeIsThatOfTheUtf8Bytes() {
        EncodedEvent event = codec.encode(input(null, false, "a\u00e9\u20ac\ud83d\ude00", null));

        assertThat(event.bytes()).isEqualTo(event.json().getBytes(StandardCharsets.UTF_8).length);
        assertThat(event.bytes() - event.json().length()).isEqualTo(1 + 2 + 2);
    }

    @Test
    void aLoneSurrogateIsEscapedSoThatTheFrameStaysUtf8() {
        EncodedEvent event = codec.encode(input(null, false, "x\ud83d", Map.of("\ude00", "\ude00\ud83d")));

        assertThat(event.json()).contains("\"x\\ud83d\"").contains("{\"\\ude00\":\"\\ude00\\ud83d\"}");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(event.json())).isTrue();
    }

    @Test
    void typingIsOneOfTwoFrames() {
        assertThat(codec.encode(TypingStatus.ON).json()).isEqualTo("[\"typingStatus\",{\"status\":\"typingOn\"}]");
        assertThat(codec.encode(TypingStatus.OFF).json()).isEqualTo("[\"typingStatus\",{\"status\":\"typingOff\"}]");
    }

    @Test
    void anInputWithoutIdsIsRefusedByName() {
        ProcessInput input = new ProcessInput(Secret.of("t"), "u", null, "camel", null, false, "hi", null);

        assertThatNullPointerException().isThrownBy(() -> codec.encode(input)).withMessage("sessionId");
    }

    @Test
    void dataThatContainsItselfIsRefused() {
        Map<String, Object> data = new HashMap<>();
        data.put("self", data);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(input(null, false, "t", data)))
                .withMessageContaining("nested");
    }

    @Test
    void whateverCanBeReadCanBeSentAsData() throws Exception {
        Object deepest = codec.parse("[".repeat(63) + "]".repeat(63));

        assertThat(codec.encode(input(null, false, "t", Map.of("deep", deepest)))
                        .json())
                .endsWith("]".repeat(63) + "}}]");
    }

    @Test
    void aClassThatJsonCannotSayIsNamedAndItsValueIsNot() {
        StringBuilder words = new StringBuilder("private words");
        Object unsayable = new Object() {
            @Override
            public String toString() {
                return words.toString();
            }
        };

        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(input(null, false, "t", Map.of("k", unsayable))))
                .withMessageContaining(getClass().getName())
                .withMessageNotContaining("private words");
    }

    private static ProcessInput input(String ip, boolean resetFlow, String text, Map<String, Object> data) {
        return new ProcessInput(Secret.of("0a1b2c"), "u-7", "s-1", "camel", ip, resetFlow, text, data);
    }
}
