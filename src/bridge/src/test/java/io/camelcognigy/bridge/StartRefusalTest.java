package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bridge that cannot start says in one line why and what to do, and ends with an exit code that says so, too. */
class StartRefusalTest {

    private static final String ENDPOINT = "--cognigy.endpoint-url=https://127.0.0.1:9/s3cret";
    private static final List<String> ADDRESSES = List.of(
            ENDPOINT,
            "--kafka.brokers=127.0.0.1:9",
            "--jms.url=tcp://127.0.0.1:9",
            "--mail.imap-url=imap://127.0.0.1:9",
            "--mail.smtp-url=smtp://127.0.0.1:9",
            "--mail.secret=s3cret");

    @TempDir
    Path folder;

    @BeforeEach
    void routes() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        for (String road : List.of("kafka", "jms", "mail")) {
            Files.copy(Path.of("routes", road + ".yaml"), routes.resolve(road + ".yaml"));
        }
    }

    private static String[] withAddresses(String... arguments) {
        return Stream.concat(ADDRESSES.stream(), Stream.of(arguments)).toArray(String[]::new);
    }

    private String refusal(Map<String, String> variables, String... arguments) throws Exception {
        BridgeProcess bridge = BridgeProcess.run(folder, variables, arguments);
        assertThat(bridge.lines())
                // And what Kafka's clients say of the broker that is not there.
                .filteredOn(line -> !line.contains(" INFO ") && !line.contains("NetworkClient"))
                .singleElement()
                .asString()
                .startsWith("camel-cognigy does not start: ");
        assertThat(bridge.output()).doesNotContain("s3cret");
        assertThat(bridge.exitCode()).isEqualTo(1);
        return bridge.output();
    }

    @Test
    void withoutAnEndpointNothingStartsAndNoServerIsBroughtAlong() throws Exception {
        assertThat(refusal(Map.of())).contains("cognigy.endpoint-url is missing", "COGNIGY_ENDPOINT_URL");
    }

    @ParameterizedTest
    @CsvSource({"kafka,kafka.brokers", "jms,jms.url", "mail,mail.imap-url"})
    void aRoadThatHasAFileAndNoAddressIsNamed(String road, String setting) throws Exception {
        List<String> arguments = new ArrayList<>(ADDRESSES);
        arguments.removeIf(argument -> argument.startsWith("--" + road + "."));
        assertThat(refusal(Map.of(), arguments.toArray(String[]::new)))
                .contains(setting + " is missing", "remove routes/" + road + ".yaml");
    }

    @Test
    void aFolderOfRoutesThatIsNotThereIsNamed() throws Exception {
        assertThat(refusal(Map.of(), withAddresses("--camel.main.routes-include-pattern=file:/nowhere/*.yaml")))
                .contains("no routes at file:/nowhere/*.yaml", "camel.main.routes-include-pattern");
    }

    @Test
    void aSettingThatOnlyARouteFindsWrongIsNamed() throws Exception {
        assertThat(refusal(Map.of(), withAddresses("--camel.component.cognigy.connect-rate=-1")))
                .contains("connectRate must be greater than 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            camel.component.kafka.security-protocol=SASL_TLS | security-protocol | SASL_SSL
            camel.component.kafka.sasl-mechanisms=PLAIN      | sasl-mechanisms   | sasl-mechanism
            """)
    void anOptionOfCamelsKafkaComponentThatIsWrongIsNamed(String wrong, String named, String advice) throws Exception {
        assertThat(refusal(Map.of(), withAddresses("--" + wrong))).contains(named, advice);
    }

    @Test
    void aMisspeltVariableIsRefusedAndSomebodyElsesIsNot() throws Exception {
        Map<String, String> variables = Map.of("KAFKA_BROKER", "127.0.0.1:9", "KAFKA_SERVICE_HOST", "10.0.0.1");
        assertThat(refusal(variables, ENDPOINT)).contains("KAFKA_BROKER,", "KAFKA_BROKERS");
    }

    @Test
    void aSettingsFileThatIsNoYamlIsNamed() throws Exception {
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config/application.yaml"), "kafka:\n  turns: 5\n turns: 6\n");
        assertThat(refusal(Map.of(), withAddresses())).contains("no YAML", "line 3");
    }
}
