package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids and token travel doubly encoded in the query (PROTOCOL §4) and plainly in the inner handshake (PROTOCOL §5). */
class HandshakeEncodingTest {

    private final ProtocolCodec codec = new ProtocolCodec();

    @Test
    void theQueryIsTheDocumentedOne() {
        assertThat(codec.query(parameters("u/7", "s-1", false, true)))
                .isEqualTo("sessionId=s-1&urlToken=0a1b2c&userId=u%252F7&testMode=false&emitWithAck=true");
    }

    @Test
    void flagsAreLiterallyTrueOrFalse() {
        assertThat(codec.query(parameters("u", "s", true, false))).endsWith("&testMode=true&emitWithAck=false");
    }

    @ParameterizedTest
    @CsvSource({
        "user@example.com, user%2540example.com",
        "u/7, u%252F7",
        "a b, a%2520b",
        "a+b, a%252Bb",
        "50%, 50%2525",
        "x&y=z, x%2526y%253Dz",
        "\u00e9, %25C3%25A9",
        "\ud83d\ude00, %25F0%259F%2598%2580",
        "AZaz09-_.!~*(), AZaz09-_.!~*()"
    })
    void eachValueIsEncodedTwice(String id, String onTheWire) {
        assertThat(codec.query(parameters(id, id, false, true)))
                .isEqualTo("sessionId=" + onTheWire + "&urlToken=0a1b2c&userId=" + onTheWire
                        + "&testMode=false&emitWithAck=true");
    }

    @Test
    void theApostropheIsABareMarkToo() {
        assertThat(ProtocolCodec.encodeUriComponent("it's")).isEqualTo("it's");
    }

    @Test
    void everyAsciiCharacterIsEncodedAsInJavaScript() {
        StringBuilder encoded = new StringBuilder();
        for (char c = 0; c < 0x80; c++) {
            String one = ProtocolCodec.encodeUriComponent(String.valueOf(c));
            assertThat(one).isIn(String.valueOf(c), String.format("%%%02X", (int) c));
            if (one.length() == 1) {
                encoded.append(one);
            }
        }
        assertThat(encoded).hasToString("!'()*-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
    }

    @Test
    void aLoneSurrogateBecomesTheReplacementCharacter() {
        assertThat(ProtocolCodec.encodeUriComponent("a\ud83d")).isEqualTo("a%EF%BF%BD");
        assertThat(ProtocolCodec.encodeUriComponent("\ude00\ud83db")).isEqualTo("%EF%BF%BD%EF%BF%BDb");
    }

    @Test
    void theInnerReplyIsTheDocumentedObjectWithPlainValues() {
        assertThat(codec.handshakeReply(parameters("u-7", "s-1", false, true)))
                .isEqualTo(
                        "{\"userId\":\"u-7\",\"sessionId\":\"s-1\",\"urlToken\":\"0a1b2c\",\"testMode\":false,\"emitWithAck\":true}");
        assertThat(codec.handshakeReply(parameters("user@example.com", "a/b", true, false)))
                .isEqualTo(
                        "{\"userId\":\"user@example.com\",\"sessionId\":\"a/b\",\"urlToken\":\"0a1b2c\",\"testMode\":true,\"emitWithAck\":false}");
    }

    private static HandshakeParameters parameters(String userId, String sessionId, boolean test, boolean ack) {
        return new HandshakeParameters(Secret.of("0a1b2c"), userId, sessionId, test, ack);
    }
}
