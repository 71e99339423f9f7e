package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.camelcognigy.protocol.SocketIoPacket.Type;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A packet's frame is read and written as PROTOCOL §15 shows it; its id is echoed exactly. */
class SocketIoPacketTest {

    @ParameterizedTest
    @MethodSource("packets")
    void aPacketIsReadAndWrittenBack(String text, Type type, String namespace, String ackId, String payload)
            throws Exception {
        SocketIoPacket packet = SocketIoPacket.parse(text);

        assertThat(packet).isEqualTo(new SocketIoPacket(type, namespace, ackId, payload));
        assertThat(packet.encode()).isEqualTo(text);
    }

    static Stream<Arguments> packets() {
        return Stream.of(
                arguments("0", Type.CONNECT, "/", null, null),
                arguments("0{\"sid\":\"s1\"}", Type.CONNECT, "/", null, "{\"sid\":\"s1\"}"),
                arguments("0/admin,{\"a\":1}", Type.CONNECT, "/admin", null, "{\"a\":1}"),
                arguments("1", Type.DISCONNECT, "/", null, null),
                arguments("2[\"endpoint-ready\"]", Type.EVENT, "/", null, "[\"endpoint-ready\"]"),
                arguments("20[\"handshake\"]", Type.EVENT, "/", "0", "[\"handshake\"]"),
                arguments("2007[\"a,/b\"]", Type.EVENT, "/", "007", "[\"a,/b\"]"),
                arguments("2/chat,12[\"a\"]", Type.EVENT, "/chat", "12", "[\"a\"]"),
                arguments("317[]", Type.ACK, "/", "17", "[]"),
                arguments("3123456789012345678901234567890[]", Type.ACK, "/", "123456789012345678901234567890", "[]"),
                arguments("4\"no\"", Type.CONNECT_ERROR, "/", null, "\"no\""),
                arguments("4{\"message\":\"no\"}", Type.CONNECT_ERROR, "/", null, "{\"message\":\"no\"}"),
                arguments("412", Type.CONNECT_ERROR, "/", null, "12"));
    }

    @Test
    void aNamespaceNeedsNoCommaAtTheEnd() throws Exception {
        assertThat(SocketIoPacket.parse("1/chat")).isEqualTo(new SocketIoPacket(Type.DISCONNECT, "/chat", null, null));
    }

    @Test
    void aBinaryPacketIsRecognisedButNeverWritten() throws Exception {
        SocketIoPacket packet = SocketIoPacket.parse("51-7[\"a\",{\"_placeholder\":true,\"num\":0}]");

        assertThat(packet.type()).isEqualTo(Type.BINARY_EVENT);
        assertThat(packet.ackId()).isEqualTo("7");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(packet::encode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "x",
                "\u0662[\"a\"]",
                "2",
                "212",
                "2{\"a\":1}",
                "2 [\"a\"]",
                "2-1[\"a\"]",
                "3[]",
                "317",
                "5[\"a\"]",
                "51[\"a\"]",
                "61-[]",
                "31234567890123456789012345678901[]",
            })
    void brokenFramingIsMalformed(String text) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> SocketIoPacket.parse(text));
    }

    @Test
    void whatTheWireCouldNotTellApartIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SocketIoPacket(Type.EVENT, "chat", null, "[]"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocketIoPacket(Type.EVENT, "/a,b", null, "[]"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocketIoPacket(Type.ACK, "/", "-1", "[]"));
        assertThatIllegalArgumentException().isThrownBy(() -> new SocketIoPacket(Type.ACK, "/", "", "[]"));
    }

    /** Every line of the documented session, both ways: ours are made by the codec, theirs are read by it. */
    @Test
    void theDocumentedSessionIsSpokenWordForWord() throws Exception {
        ProtocolCodec codec = new ProtocolCodec();
        List<String> lines = Frames.read("session-eio4.txt").lines().toList();
        ProcessInput input = new ProcessInput(Secret.of("0a1b2c"), "u-7", "s-1", "camel", null, false, "hello", null);

        assertThat(lines.stream().filter(line -> line.startsWith("> 4")))
                .containsExactly(
                        "> 4" + new SocketIoPacket(Type.CONNECT, "/", null, null).encode(),
                        "> 4" + SocketIoPacket.event(codec.encode(input).json()).encode(),
                        "> 4" + SocketIoPacket.ack("17", "[]").encode(),
                        "> 4" + SocketIoPacket.ack("18", "[]").encode(),
                        "> 4" + new SocketIoPacket(Type.DISCONNECT, "/", null, null).encode());

        List<SocketIoPacket> theirs = lines.stream()
                .filter(line -> line.startsWith("< 4"))
                .map(line -> parse(line.substring(3)))
                .toList();
        assertThat(theirs).extracting(SocketIoPacket::ackId).containsExactly(null, null, null, "17", "18");
        assertThat(codec.parse(theirs.get(0).payload())).extracting("sid").isEqualTo("s1");
        assertThat(codec.decodeEvent(theirs.get(1).payload())).isEqualTo(new ServerEvent.EndpointReady());
        assertThat(codec.decodeEvent(theirs.get(2).payload())).isEqualTo(new ServerEvent.Typing(TypingStatus.ON));
        assertThat(codec.decodeEvent(theirs.get(3).payload()))
                .isInstanceOfSatisfying(
                        ServerEvent.Output.class,
                        output -> assertThat(output.message().text()).isEqualTo("Hi"));
        assertThat(codec.decodeEvent(theirs.get(4).payload())).isEqualTo(new ServerEvent.FinalPing("regular"));
    }

    private static SocketIoPacket parse(String text) {
        try {
            return SocketIoPacket.parse(text);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }
}
