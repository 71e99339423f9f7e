package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that carries a token or people's words shows them by {@code toString} (PROTOCOL §14). */
class PrivacyTest {

    private static final String WORDS = "my private words";

    static List<Object> recordsFullOfWords() throws MalformedFrameException {
        ProtocolCodec codec = new ProtocolCodec();
        Secret token = Secret.of(WORDS);
        Map<String, Object> data = Map.of(WORDS, WORDS);
        ProcessInput input = new ProcessInput(token, WORDS, WORDS, WORDS, WORDS, true, WORDS, data);
        Message message = new Message(WORDS, data, WORDS, WORDS, true, data);
        ServerEvent.EndpointError error = new ServerEvent.EndpointError(WORDS, WORDS, data);
        return List.of(
                token,
                new EndpointAddress(URI.create("https://e.example.com"), token),
                new HandshakeParameters(token, WORDS, WORDS, true, true),
                input,
                codec.encode(input),
                message,
                new ServerEvent.Output(message),
                error,
                new ServerEvent.ErrorOutput(error),
                new ServerEvent.EndpointException(error),
                new ServerEvent.FinalPing(WORDS),
                codec.decodeEvent("[\"" + WORDS + "\",\"" + WORDS + "\"]"),
                codec.decodeEvent("[\"output\",{\"type\":\"" + WORDS + "\"}]"),
                codec.decodeEvent("[\"typingStatus\",{\"status\":\"" + WORDS + "\"}]"),
                new SocketIoPacket(SocketIoPacket.Type.EVENT, "/" + WORDS, "1", "[\"" + WORDS + "\"]"));
    }

    @ParameterizedTest
    @MethodSource("recordsFullOfWords")
    void noTextFormShowsWhatItCarries(Object carrier) {
        assertThat(carrier.toString()).isNotEmpty().doesNotContain(WORDS);
    }

    @Test
    void namesFitForALogLineAreShown() {
        assertThat(new ServerEvent.FinalPing("regular")).hasToString("FinalPing[type=regular]");
        assertThat(new ServerEvent.Unknown("a\nb", "event")).hasToString("Unknown[name=(3 characters), detail=event]");
        assertThat(new EncodedEvent("processInput", "[]", 2)).hasToString("processInput[2 bytes]");
    }

    @Test
    void aSecretIsMaskedAndComparesByValue() {
        assertThat(Secret.of("a"))
                .hasToString("xxxxxx")
                .isEqualTo(Secret.of("a"))
                .isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(" "));
    }
}
