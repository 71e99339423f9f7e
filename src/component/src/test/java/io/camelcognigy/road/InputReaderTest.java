package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.CognigyConstants;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All roads read an input in the same way: as what its content type says, else as what the road's setting says. */
class InputReaderTest {

    private static final String OBJECT = "{\"text\":\"hi\"}";

    private static InputReader reader(InputFormat format) {
        return new InputReader(format, false, 1000);
    }

    private static void assertRefused(InputReader reader, String value, String reason) {
        assertThatThrownBy(() -> reader.read(value, "application/json"))
                .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "TEXT, , false",
        "TEXT, application/json, true",
        "TEXT, application/vnd.chat+json;charset=utf-8, true",
        "JSON, , true",
        "JSON, TEXT/plain; charset=utf-8, false",
        "JSON, application/octet-stream, true",
        "AUTO, , true",
        "AUTO, text/plain, false"
    })
    void theContentTypeSaysWhetherAValueIsJsonElseTheRoadsSetting(InputFormat format, String type, boolean json)
            throws Exception {
        RoadInput input = reader(format).read(OBJECT, type);
        assertThat(input.fields()).isEqualTo(json ? Map.of("text", "hi") : null);
        assertThat(input.text()).isEqualTo(json ? null : OBJECT);
    }

    @Test
    void whoTypesABraceIsNotGuessedToSpeakJson() throws Exception {
        assertThat(reader(InputFormat.TEXT).read("{smile}", null).text()).isEqualTo("{smile}");
        assertThat(reader(InputFormat.AUTO).read("hello {smile}", "").text()).isEqualTo("hello {smile}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{\"text\":", "7", "{} {}"})
    void whatIsSaidToBeAnObjectAndIsNoneIsRefused(String value) {
        assertRefused(reader(InputFormat.TEXT), value, "COGNIGY-INVALID-JSON");
    }

    @Test
    void whoSpeaksIsNotSaidByTheValueUnlessTheRoadAllowsIt() throws Exception {
        String value = "{\"text\":\"hi\",\"userId\":\"boss\",\"sessionId\":\"another\"}";
        assertThat(reader(InputFormat.JSON).read(value, null).fields()).containsOnlyKeys("text");
        assertThat(new InputReader(InputFormat.JSON, true, 1000)
                        .read(value, null)
                        .fields())
                .containsOnlyKeys("text", "userId")
                .containsEntry("userId", "boss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "{\"deep\":[1,{\"er\":-1e400}]}"})
    void aNumberThatNobodyCanHoldIsRefusedAndNotPassedOnAsAnother(String number) {
        assertRefused(reader(InputFormat.TEXT), "{\"data\":{\"n\":" + number + "}}", "COGNIGY-INVALID-FIELD");
    }

    @Test
    void anInputMayCloseItsSessionAndThenSaysNothing() throws Exception {
        assertThat(reader(InputFormat.JSON).read("{\"close\":true}", null).close())
                .isTrue();
        assertThat(reader(InputFormat.JSON)
                        .read("{\"close\":false,\"text\":\"hi\"}", null)
                        .fields())
                .containsOnlyKeys("text");
        assertRefused(reader(InputFormat.JSON), "{\"close\":true,\"text\":\"bye\"}", "COGNIGY-INVALID-FIELD");
        assertRefused(reader(InputFormat.JSON), "{\"close\":1}", "COGNIGY-INVALID-FIELD");
    }

    @Test
    void aValueBeyondTheBoundIsRefusedWhateverItsCharactersAre() throws Exception {
        InputReader reader = reader(InputFormat.TEXT);
        assertThat(reader.read("a".repeat(1000), null).text()).hasSize(1000);
        assertThat(reader.read("ä".repeat(500), null).text()).hasSize(500);
        for (String large : new String[] {"a".repeat(1001), "ä".repeat(501), "€".repeat(334)}) {
            assertRefused(reader, large, "COGNIGY-PAYLOAD-TOO-LARGE");
            assertThatThrownBy(() -> reader.read(large.getBytes(StandardCharsets.UTF_8), null))
                    .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo("COGNIGY-PAYLOAD-TOO-LARGE"));
        }
    }

    @Test
    void whatIsNoTextIsRefused() {
        assertThatThrownBy(() -> reader(InputFormat.TEXT).read(new byte[] {(byte) 0xc3}, null))
                .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo("BRIDGE-BAD-VALUE"));
        assertThatThrownBy(() -> reader(InputFormat.TEXT).read((byte[]) null, null))
                .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo("BRIDGE-NO-VALUE"));
    }

    @Test
    void aStepMayChangeTheFieldsOfItsMessageAndNotThoseThatWereRead() throws Exception {
        RoadInput input = reader(InputFormat.JSON).read(OBJECT, null);
        Message message = new DefaultMessage(new DefaultCamelContext());
        input.applyTo(message);
        @SuppressWarnings("unchecked")
        Map<String, Object> body = message.getBody(Map.class);
        body.put("text", "changed");

        assertThat(input.fields()).containsEntry("text", "hi");
        assertThat(message.getHeader(CognigyConstants.INPUT_FORMAT)).isEqualTo("text");
        assertThat(message.getHeader(CognigyConstants.CLOSE)).isNull();
    }
}
