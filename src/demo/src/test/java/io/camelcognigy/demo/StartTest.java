package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.bridge.Embedded;
import io.camelcognigy.bridge.RoutesLocation;
import io.camelcognigy.bridge.SettingsCheck;
import io.camelcognigy.bridge.StartException;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * The bridge starts with a server of its own exactly where no address is configured, and refuses what it cannot use
 * with one sentence about the problem and one about the remedy.
 */
class StartTest {

    private static final String KAFKA = "--kafka.brokers=127.0.0.1:9";
    private static final String ENDPOINT = "--cognigy.endpoint-url=https://127.0.0.1:9/s3cret";

    private static final String[] FREE_PORTS = {
        "--embedded.jms.port=0", "--embedded.imap.port=0", "--embedded.smtp.port=0"
    };

    @Configuration
    static class NoBeans {}

    private static ConfigurableApplicationContext start(String... args) {
        SpringApplication application = new SpringApplication(NoBeans.class);
        application.addInitializers(new SettingsCheck(), new RoutesLocation(), new EmbeddedServers());
        return application.run(
                Stream.concat(Stream.of(FREE_PORTS), Stream.of(args)).toArray(String[]::new));
    }

    @Test
    void whatIsConfiguredIsNotEmbedded() {
        try (ConfigurableApplicationContext context = start(KAFKA, ENDPOINT)) {
            assertThat(context.getBeansOfType(AutoCloseable.class).values())
                    .doesNotHaveAnyElementsOfTypes(EmbeddedKafka.class, SimulatedEndpoint.class);
            assertThat(Embedded.isIn(context.getEnvironment(), "kafka.brokers")).isFalse();
        }
    }

    @Test
    void anEndpointInTwoPartsCountsAsConfigured() {
        try (ConfigurableApplicationContext context =
                start(KAFKA, "--camel.component.cognigy.server-url=https://bot.example.com")) {
            assertThat(context.getBeansOfType(SimulatedEndpoint.class)).isEmpty();
        }
    }

    @Test
    void aSimulatedEndpointRunsAsLongAsTheApplication() {
        SimulatedEndpoint endpoint;
        try (ConfigurableApplicationContext context = start(KAFKA, "--embedded.endpoint.port=0")) {
            endpoint = context.getBean(SimulatedEndpoint.class);
            assertThat(context.getEnvironment().getProperty("cognigy.endpoint-url"))
                    .isEqualTo(endpoint.endpointUrl());
            // The component's own property is a placeholder for this one.
            assertThat(context.getEnvironment().getProperty("camel.component.cognigy.endpoint-url"))
                    .isEqualTo(endpoint.endpointUrl());
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", endpoint.port())).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cognigy.endpoint-url   | s3cret
            cognigy.endpoint-url   | ftp://bot.example.com/s3cret
            kafka.brokers          | localhost
            kafka.brokers          | nosuchhost.invalid:9092
            kafka.turns            | 0
            kafka.turns            | many
            chat.reply-topics      | a, b
            embedded.endpoint.port | 70000
            """)
    void anUnusableSettingIsNamedAndItsValueIsNot(String property, String value) {
        List<String> args = new ArrayList<>(List.of("--" + property + "=" + value));
        if (!property.startsWith("kafka.brokers")) {
            args.add(KAFKA);
        }
        if (!property.contains("endpoint")) {
            args.add(ENDPOINT);
        }
        assertThatThrownBy(() -> start(args.toArray(String[]::new))).isInstanceOfSatisfying(StartException.class, e -> {
            assertThat(e).hasMessageContaining(property).hasMessageNotContaining("s3cret");
            assertThat(e.action()).isNotBlank();
        });
    }

    @Test
    void aTakenPortIsNamedWithTheSettingThatChangesIt() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> start(KAFKA, "--embedded.endpoint.port=" + taken.getLocalPort()))
                    .isInstanceOfSatisfying(StartException.class, e -> {
                        assertThat(e).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
                        assertThat(e.action()).contains("cognigy.endpoint-url", "embedded.endpoint.port");
                    });
        }
    }

    @Test
    void theRoutesInTheFolderGoBeforeThoseInTheJar() {
        try (ConfigurableApplicationContext context = start(KAFKA, ENDPOINT)) {
            assertThat(context.getEnvironment().getProperty(RoutesLocation.PROPERTY))
                    .isEqualTo("file:routes/*.yaml");
        }
        assertThat(RoutesLocation.inJar().split(","))
                .containsExactly(
                        "classpath:routes/jms.yaml", "classpath:routes/kafka.yaml", "classpath:routes/mail.yaml");
    }
}
