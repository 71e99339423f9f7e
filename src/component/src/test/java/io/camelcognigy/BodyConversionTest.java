package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.util.IOHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the bot says goes into any component that takes text, bytes or JSON, and any JSON goes into an input. */
class BodyConversionTest extends CognigyTestSupport {

    @TempDir
    Path folder;

    @Test
    void aReplyIsTextBytesStreamReaderAndJson() throws Exception {
        Message reply =
                request("cognigy:support", "größe", SESSION_KEY, "alice").getMessage();

        assertThat(reply.getBody(String.class)).isEqualTo("You said: größe");
        assertThat(reply.getBody(byte[].class)).isEqualTo("You said: größe".getBytes(StandardCharsets.UTF_8));
        assertThat(reply.getBody(InputStream.class).readAllBytes()).isEqualTo(reply.getBody(byte[].class));
        assertThat(IOHelper.toString(reply.getBody(Reader.class))).isEqualTo("You said: größe");
        assertThat(reply.getBody(JsonNode.class).get(0).path("text").asText()).isEqualTo("You said: größe");
    }

    @Test
    void anEventIsTextBytesStreamReaderAndJson() throws Exception {
        CognigyMessage output = CognigyMessage.text("größe");

        assertThat(convert(output, String.class)).isEqualTo("größe");
        assertThat(convert(output, byte[].class)).isEqualTo("größe".getBytes(StandardCharsets.UTF_8));
        assertThat(convert(output, InputStream.class).readAllBytes())
                .isEqualTo("größe".getBytes(StandardCharsets.UTF_8));
        assertThat(IOHelper.toString(convert(output, Reader.class))).isEqualTo("größe");
        assertThat(convert(output, JsonNode.class).path("text").asText()).isEqualTo("größe");
    }

    @Test
    void aReplyIsWrittenToAFile() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:file").to("cognigy:support").to("file:" + folder + "?fileName=reply.txt");
                from("cognigy:support").to("file:" + folder + "?fileName=output.txt");
            }
        });

        assertThat(request("direct:file", "hello", SESSION_KEY, "alice").getException())
                .isNull();
        assertThat(tell("cognigy:support", "hello", SESSION_KEY, "alice").getException())
                .isNull();

        assertThat(folder.resolve("reply.txt")).hasContent("You said: hello");
        assertThat(folder.resolve("output.txt")).hasContent("You said: hello");
        assertThat(Files.list(folder)).hasSize(2);
    }

    @Test
    void theTextIsThatOfTheFieldsAsTheyAreNow() throws Exception {
        CognigyMessage message = CognigyMessage.text("before");
        message.put("text", "after");
        assertThat(message.plainText()).isEqualTo("after");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(message);
        Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(((CognigyMessage) copy).plainText()).isEqualTo("after");
    }

    @Test
    void dataMayHoldJsonNodesAndTimes() throws Exception {
        JsonNode node = new ObjectMapper().readTree("{\"a\":[1,2.5,true,null,\"ü\"]}");
        Map<String, Object> data = Map.of(
                "node", node,
                "day", LocalDate.of(2026, 11, 24),
                "at", Instant.parse("2026-11-24T10:15:30Z"),
                "took", Duration.ofSeconds(90));

        assertThat(request("cognigy:support", Map.of("text", "hello", "data", data), SESSION_KEY, "alice")
                        .getException())
                .isNull();

        Map<?, ?> got = endpoint.journal().inputs("alice").get(0).data();
        assertThat(got.get("day")).isEqualTo("2026-11-24");
        assertThat(got.get("at")).isEqualTo("2026-11-24T10:15:30Z");
        assertThat(got.get("took")).isEqualTo("PT1M30S");
        assertThat(((Map<?, ?>) got.get("node")).get("a"))
                .asString()
                .isEqualTo(List.of(1, 2.5, true, "null", "ü").toString());
    }

    @Test
    void dataMayBeAJsonNodeAndSoMayTheBody() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        request("cognigy:support", Map.of("data", mapper.readTree("{\"n\":1}")), SESSION_KEY, "alice");
        request("cognigy:support", mapper.readTree("{\"text\":\"hi\",\"data\":{\"n\":2}}"), SESSION_KEY, "bob");

        assertThat(endpoint.journal().inputs("alice").get(0).data().toString()).isEqualTo("{n=1}");
        assertThat(endpoint.journal().inputs("bob").get(0).text()).isEqualTo("hi");
        assertThat(endpoint.journal().inputs("bob").get(0).data().toString()).isEqualTo("{n=2}");
    }

    private <T> T convert(Object value, Class<T> type) throws Exception {
        return context.getTypeConverter().mandatoryConvertTo(type, value);
    }
}
