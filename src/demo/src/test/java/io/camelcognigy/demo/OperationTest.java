package io.camelcognigy.demo;

import static io.camelcognigy.kafka.KafkaProbe.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.bridge.BridgeApplication;
import io.camelcognigy.bridge.operate.OperateServer;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.testing.Chromium;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Who operates a bridge sees and steers it, over the port and on its page. */
class OperationTest {

    private static final String TOKEN = "operatetoken";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SHOTS = Path.of(System.getProperty("project.root", ""), "src", "demo", "target", "page")
            .toAbsolutePath();

    private static ConfigurableApplicationContext context;
    private static Port port;

    private KafkaProbe probe;

    @BeforeAll
    static void start() {
        String[] args = {
            "--embedded.kafka.port=0",
            "--embedded.jms.port=0",
            "--embedded.imap.port=0",
            "--embedded.smtp.port=0",
            "--embedded.endpoint.port=0",
            "--operate.port=0",
            "--operate.token=" + TOKEN,
            "--operate.state-file=",
            "--camel.component.kafka.linger-ms=0"
        };
        context = DemoApplication.application(args).run(args);
        port = new Port(context.getBean(OperateServer.class).url(), TOKEN);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void connect() {
        probe = new KafkaProbe(setting("kafka.brokers"), "chat.output", "chat.dead-letter");
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    private static String setting(String name) {
        return context.getEnvironment().getProperty(name);
    }

    private static JsonNode sessions(String query) throws Exception {
        return port.get("observe/sessions" + query);
    }

    /** One input of each of these, answered. */
    private void talk(String... keys) {
        for (String key : keys) {
            probe.send("chat.input", key, "hello");
        }
        probe.awaitRecords("chat.output", keys.length);
    }

    // ---------------------------------------------------------------- the port

    @Test
    void aSessionIsFoundByItsKeyAndShownWithoutIt() throws Exception {
        talk("+49 170 1", "+49 170 2");

        JsonNode found = sessions("?key=%2B49%20170%201");

        assertThat(found.get("total").asInt()).isEqualTo(1);
        JsonNode session = found.get("sessions").get(0);
        assertThat(session.get("id").asText()).matches("support-[0-9a-f]{16}");
        assertThat(session.get("agent").asText()).isEqualTo("support");
        assertThat(session.get("road").asText()).isEqualTo("kafka");
        assertThat(session.get("state").asText()).isEqualTo("ready");
        assertThat(session.get("turnsWaiting").asInt()).isZero();
        assertThat(session.get("ageSeconds").asDouble())
                .isGreaterThanOrEqualTo(session.get("quietSeconds").asDouble());
        assertThat(found.toString()).doesNotContain("170");
    }

    /** It is the session jms~emil there, which nobody need know. */
    @Test
    void aSessionIsFoundByTheKeyThatItsRoadGot() throws Exception {
        askByJms("chat.input", "emil");

        await().atMost(PATIENCE).until(() -> sessions("?key=emil").get("total").asInt() == 1);
        assertThat(sessions("?key=jms~emil").get("total").asInt()).isEqualTo(1);
        assertThat(sessions("?key=emil").at("/sessions/0/road").asText()).isEqualTo("jms");
    }

    @Test
    void noMoreSessionsAreListedThanWanted() throws Exception {
        talk("one", "two", "three");

        int total = sessions("").get("total").asInt();

        assertThat(total).isGreaterThanOrEqualTo(3);
        assertThat(sessions("?max=2").get("sessions")).hasSize(2);
        assertThat(sessions("?max=2").get("total").asInt()).isEqualTo(total);
        assertThat(sessions("?from=" + (total - 1)).get("sessions")).hasSize(1);
        assertThat(port.status("GET", "observe/sessions?max=1001")).isEqualTo(400);
    }

    @Test
    void aSessionThatIsClosedIsOpenedAnewByTheNextInput() throws Exception {
        talk("closing");
        String session = "observe/sessions/"
                + sessions("?key=closing").at("/sessions/0/id").asText();

        assertThat(new Port(port.url(), "wrong").status("DELETE", session)).isEqualTo(401);
        assertThat(port.status("DELETE", session)).isEqualTo(200);

        await().atMost(PATIENCE)
                .until(() -> sessions("?key=closing").get("total").asInt() == 0);
        assertThat(port.status("DELETE", session)).isEqualTo(404);
        probe.send("chat.input", "closing", "again");
        await().atMost(PATIENCE)
                .until(() -> sessions("?key=closing").get("total").asInt() == 1);
    }

    // ---------------------------------------------------------------- the page

    @Test
    void thePageIsReadableInTheLightInTheDarkAndOnAPhone() throws Exception {
        talk("anna", "ben", "cara");
        probe.send("chat.input", "dora", "exception");
        Chromium.at(port.url(), "looks", SHOTS);
    }

    @Test
    void aRoadIsPausedAndResumedByKeyboard() throws Exception {
        Chromium.at(port.url(), "pause", SHOTS, "--token", TOKEN);
    }

    @Test
    void aSessionIsSearchedAndClosedOnThePage() throws Exception {
        talk("wanted", "other");
        Chromium.at(port.url(), "sessions", SHOTS, "--token", TOKEN, "--key", "wanted");
    }

    @Test
    void deadLettersAreCountedAndReplayedOnThePage() throws Exception {
        IntStream.range(0, 3)
                .forEach(i ->
                        probe.send("chat.input", "broken", "{\"text\":", header("contentType", "application/json")));
        probe.awaitRecords("chat.dead-letter", 3);
        Chromium.at(port.url(), "letters", SHOTS, "--token", TOKEN, "--letters", "3");
    }

    @Test
    void inTheDemonstrationOneTalksToTheBotOnThePage() throws Exception {
        Chromium.at(port.url(), "chat", SHOTS, "--token", TOKEN);
    }

    /** Without the demonstration around it, without a token, and with keys that are shown. */
    @Test
    void aBridgeHasNoChatAndShowsWhatIsHostileAsText() throws Exception {
        String key = "<img src=x onerror=alert(1)><b>bold</b>";
        String[] args = {
            "--camel.main.routes-include-pattern=file:routes/jms.yaml",
            "--cognigy.endpoint-url=" + setting("cognigy.endpoint-url"),
            "--jms.url=" + setting("jms.url"),
            "--jms.input=other.input",
            "--operate.port=0",
            "--operate.state-file=",
            "--operate.show-session-keys=true"
        };
        try (ConfigurableApplicationContext bridge =
                BridgeApplication.application(args).run(args)) {
            Port its = new Port(bridge.getBean(OperateServer.class).url(), "");
            assertThat(its.status("GET", "observe/chat")).isEqualTo(404);
            askByJms("other.input", key);
            await().atMost(PATIENCE)
                    .until(() -> its.get("observe/sessions").get("total").asInt() == 1);
            Chromium.at(its.url(), "production", SHOTS, "--key", "jms~" + key);
        }
    }

    private static void askByJms(String queue, String key) {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(setting("jms.url"));
                JMSContext jms = factory.createContext()) {
            jms.createProducer().setProperty("JMSXGroupID", key).send(jms.createQueue(queue), "hello");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
