package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is read within limits, and written so that reading it gives the same value. */
class JsonTest {

    private final ProtocolCodec codec = new ProtocolCodec();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "\"\"",
                "0",
                "-9223372036854775808",
                "9223372036854775808",
                "1.5",
                "[]",
                "{}",
                "[[],{},null,\"a\\\"\\\\\\n\\r\\t\\b\\f\\u0001\"]",
                "{\"z\":1,\"a\":{\"b\":[false,\"\\ud83d\"]},\"\":null}",
                "\"\u00e9\u20ac\ud83d\ude00\u2028\"",
            })
    void whatIsReadIsWrittenAsItWas(String json) throws Exception {
        assertThat(codec.write(codec.parse(json))).isEqualTo(json);
    }

    @Test
    void ofTwoMembersWithOneNameTheLastCounts() throws Exception {
        assertThat(codec.parse("{\"a\":1,\"b\":2,\"a\":3}")).isEqualTo(Map.of("a", 3L, "b", 2L));
    }

    @Test
    void aNumberCostsNoMoreThanItsDigits() throws Exception {
        assertThat(codec.parse("1e1000000000")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(codec.parse("1e-1000000000")).isEqualTo(0.0);
        assertThat(codec.parse("1" + "0".repeat(99))).isEqualTo(BigInteger.TEN.pow(99));
        assertThat(codec.write(List.of(Double.POSITIVE_INFINITY, Float.NaN, new BigDecimal("1e1000000000"))))
                .isEqualTo("[null,null,1E+1000000000]");
    }

    @Test
    void nestingIsLimited() throws Exception {
        assertThat(codec.parse("[".repeat(64) + "]".repeat(64))).isInstanceOf(List.class);
        refused("[".repeat(65) + "]".repeat(65));
        refused("{\"a\":".repeat(65) + "1" + "}".repeat(65));
        refused("[".repeat(1_000_000));
    }

    @Test
    void stringsNamesAndNumbersAreLimited() throws Exception {
        assertThat(codec.parse('"' + "x".repeat(1_000_000) + '"')).isInstanceOf(String.class);
        refused('"' + "x".repeat(1_000_001) + '"');
        refused("{\"" + "n".repeat(10_001) + "\":1}");
        refused("1".repeat(101));
        refused("1." + "1".repeat(101));
    }

    @Test
    void theNumberOfTokensIsLimited() {
        refused("[" + "[],".repeat(250_000) + "1]");
    }

    @Test
    void theDocumentIsLimitedInBytes() throws Exception {
        ProtocolCodec small = new ProtocolCodec(12);

        assertThat(small.parse("\"1234567890\"")).isEqualTo("1234567890");
        assertThat(small.parse("\"\u20ac\u20ac\u20ac\"")).isEqualTo("\u20ac\u20ac\u20ac");
        refused(small, "\"12345678901\"");
        refused(small, "\"\u20ac\u20ac\u20ac\u20ac\"");
        assertThatIllegalArgumentException().isThrownBy(() -> new ProtocolCodec(0));
    }

    @ParameterizedTest
    @MethodSource("documentsThatJacksonQuotes")
    void noExceptionRepeatsContent(String json) {
        assertThatExceptionOfType(MalformedFrameException.class)
                .isThrownBy(() -> codec.parse(json))
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    static List<String> documentsThatJacksonQuotes() {
        return List.of("secret", "{\"a\":secret}", "[\"secret\" \"secret\"]", "{secret:1}", "{\"secret\"}", "1 secret");
    }

    @Test
    void theUsualJavaValuesCanBeWritten() {
        Map<Object, Object> value = new LinkedHashMap<>();
        value.put("chars", Arrays.asList(new StringBuilder("sb"), 'c', Thread.State.NEW));
        value.put(7, new Object[] {(byte) 1, (short) 2, 3, 4L, 5f, 6.25, BigInteger.TEN, new BigDecimal("0.10")});

        assertThat(codec.write(value)).isEqualTo("{\"chars\":[\"sb\",\"c\",\"NEW\"],\"7\":[1,2,3,4,5.0,6.25,10,0.10]}");
    }

    @Test
    void whatJsonHasNoFormForIsRefused() {
        Map<String, Object> nullKey = new LinkedHashMap<>();
        nullKey.put(null, 1);

        assertThatIllegalArgumentException().isThrownBy(() -> codec.write(nullKey));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.write(List.of(new UUID(0, 0))))
                .withMessage("JSON has no form for a java.util.UUID");
    }

    private void refused(String json) {
        refused(codec, json);
    }

    private static void refused(ProtocolCodec codec, String json) {
        assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> codec.parse(json));
    }
}
