package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.SimulatedEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What becomes of inputs by their outcome, with the real component: what was not sent waits until it can be, however often it
 * was tried; what is in doubt is a dead letter, or asked again where that is wanted.
 */
class EndpointAwayTest {

    private static final Bot ECHO = (input, reply) -> {
        reply.say("echo " + input.text());
        reply.finalPing();
    };

    private static EmbeddedKafka kafka;
    private static int port;
    private static int roads;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<SimulatedEndpoint> endpoints = new ArrayList<>();
    private KafkaProbe probe;
    private String name;

    @BeforeAll
    static void startKafka() throws IOException {
        kafka = EmbeddedKafka.start(0, 1, List.of());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void makeTopics() throws Exception {
        name = "away-" + roads++;
        kafka.create(List.of(name, name + "-out", name + "-letters"), 2);
        probe = new KafkaProbe(kafka.brokers(), name + "-out", name + "-letters");
    }

    @AfterEach
    void stop() {
        camel.getShutdownStrategy().setTimeout(1);
        camel.stop();
        endpoints.forEach(SimulatedEndpoint::close);
        probe.close();
    }

    private void startRoad(String options) throws Exception {
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl("http://127.0.0.1:" + port + "/token");
        cognigy.getConfiguration().setTurnTimeout(Duration.ofSeconds(1));
        cognigy.getConfiguration().setReconnectMaxDelay(Duration.ofMillis(500));
        camel.addComponent("cognigy", cognigy);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?events=output&replyMatch=road:kafka")
                        .to("chat-kafka:" + name + "-out?brokers=" + kafka.brokers());
                from("chat-kafka:" + name + "?brokers=" + kafka.brokers() + "&groupId=" + name + "&deadLetter=" + name
                                + "-letters&shutdownTimeout=2s" + options)
                        .routeId("chat")
                        .to("cognigy:support");
            }
        });
        camel.start();
    }

    private void startEndpoint(Bot bot) {
        endpoints.add(
                SimulatedEndpoint.builder().port(port).token("token").bot(bot).start());
    }

    private KafkaRoad road() {
        return camel.getComponent("chat-kafka", ChatKafkaComponent.class)
                .roads()
                .get(0);
    }

    @Test
    void whatCannotBeSentWaitsAndIsAnsweredInOrderOnceTheEndpointIsThere() throws Exception {
        startRoad("");
        for (int i = 0; i < 5; i++) {
            probe.send(name, "anna", "a" + i);
            probe.send(name, "berta", "b" + i);
        }
        // They were tried, and nobody can be reached.
        await().until(() -> road().numbers().held() && road().numbers().failing() == 2);
        assertThat(probe.endOffsets(name + "-letters")).isZero();

        startEndpoint(ECHO);
        probe.awaitRecords(name + "-out", 10);
        for (String key : List.of("anna", "berta")) {
            String letter = key.substring(0, 1);
            assertThat(probe.records(record -> key.equals(text(record.key()))))
                    .extracting(record -> text(record.value()).replaceAll(".*echo (\\w+).*", "$1"))
                    .isEqualTo(IntStream.range(0, 5).mapToObj(i -> letter + i).toList());
        }
        assertThat(probe.endOffsets(name + "-letters")).isZero();
        await().until(() -> !road().numbers().held() && road().taken() == 0);
    }

    @Test
    void onlyWhatWasTriedForTooLongIsADeadLetter() throws Exception {
        startRoad("&maxAge=3s");
        probe.send(name, "anna", "hello");
        assertThat(header(probe.awaitRecords(name + "-letters", 1).get(0), "deadLetterReason"))
                .isIn("COGNIGY-TURN-TIMEOUT", "COGNIGY-CONNECT-FAILED");
    }

    @Test
    void whatIsInDoubtIsADeadLetter() throws Exception {
        startEndpoint((input, reply) -> {});
        startRoad("");
        probe.send(name, "anna", "hello");
        assertThat(header(probe.awaitRecords(name + "-letters", 1).get(0), "deadLetterReason"))
                .isEqualTo("COGNIGY-TURN-TIMEOUT");
    }

    @Test
    void orIsAskedAgainWhereThatIsWanted() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        startEndpoint((input, reply) -> {
            heard.add(input.text());
            if (heard.size() > 1) {
                ECHO.answer(input, reply);
            }
        });
        startRoad("&inDoubt=redeliver");
        probe.send(name, "anna", "hello");
        probe.awaitRecords(name + "-out", 1);
        assertThat(heard).containsExactly("hello", "hello");
        assertThat(probe.endOffsets(name + "-letters")).isZero();
    }

    @Test
    void whatIsRejectedIsADeadLetterAtOnceAlsoWhileTheEndpointIsAway() throws Exception {
        startRoad("");
        probe.send(name, "anna", "[1]", header("contentType", "application/json"));
        assertThat(header(probe.awaitRecords(name + "-letters", 1).get(0), "deadLetterReason"))
                .isEqualTo("COGNIGY-INVALID-JSON");
    }
}
