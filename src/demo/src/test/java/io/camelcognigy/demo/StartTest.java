package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.bridge.RoutesLocation;
import io.camelcognigy.bridge.StartException;
import io.camelcognigy.bridge.Surroundings;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.SimulatedEndpoint;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The demonstration brings a server along exactly where no address is configured. */
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
        application.setInitializers(DemoApplication.application(args).getInitializers());
        return application.run(
                Stream.concat(Stream.of(FREE_PORTS), Stream.of(args)).toArray(String[]::new));
    }

    @Test
    void whatIsConfiguredIsNotEmbedded() {
        try (ConfigurableApplicationContext context = start(KAFKA, ENDPOINT)) {
            assertThat(context.getBeansOfType(AutoCloseable.class).values())
                    .doesNotHaveAnyElementsOfTypes(EmbeddedKafka.class, SimulatedEndpoint.class);
            Surroundings surroundings = context.getBean(Surroundings.class);
            assertThat(surroundings.note("kafka.brokers")).isEmpty();
            assertThat(surroundings.note("jms.url")).get().asString().contains("jms.url takes yours");
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

    @Test
    void aPortThatIsNoneIsNamed() {
        assertThatThrownBy(() -> start(KAFKA, "--embedded.endpoint.port=70000"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("embedded.endpoint.port");
    }

    @Test
    void oneServerOfTwoIsNotMadeUpFor() {
        assertThatThrownBy(() -> start(KAFKA, ENDPOINT, "--mail.imap-url=imap://127.0.0.1:9"))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("mail.smtp-url");
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
