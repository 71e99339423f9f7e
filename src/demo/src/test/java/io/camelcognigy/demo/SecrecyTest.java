package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.bridge.BridgeApplication;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is logged while somebody looks for a fault, and whatever the operation port, its page and JMX show: no secret is in
 * it, and nothing that people have said; and no key of a session in what is shown.
 */
@Tag("slow")
class SecrecyTest {

    private static final List<String> TOPICS = List.of("chat.input", "chat.output", "chat.dead-letter");
    /** Of each road. */
    private static final int SENTENCES = 334;
    /** All that is logged takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TOKEN = "tokenthatisasecret";
    private static final String MAIL_PASSWORD = "mailpasswordthatisasecret";
    private static final String MAIL_SECRET = "mailsecretthatisasecret";
    private static final String JMS_PASSWORD = "jmspasswordthatisasecret";
    private static final String JAAS_PASSWORD = "jaaspasswordthatisasecret";
    private static final String OPERATE_TOKEN = "operatetokenthatisasecret";
    private static final String JAAS =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\""
                    + JAAS_PASSWORD + "\";";

    private static final List<String> SECRETS =
            List.of(TOKEN, MAIL_PASSWORD, MAIL_SECRET, JMS_PASSWORD, JAAS_PASSWORD, OPERATE_TOKEN);
    /** Of what is said on each road. */
    private static final List<String> BEGINNINGS =
            List.of("privatekafkasentence", "privatejmssentence", "privatemailsentence");

    private static final String KEY = "privatekey";
    private static final String SEARCHED = "searchedkey";

    @TempDir
    Path folder;

    /** What was shown, by where. */
    private final Map<String, String> shown = new TreeMap<>();

    @Test
    void atDebugNoSecretAndNothingThatPeopleSaidIsLoggedOrShown() throws Exception {
        String logged = logged("DEBUG", SENTENCES);

        List<String> secretsAndWords =
                Stream.concat(SECRETS.stream(), BEGINNINGS.stream()).toList();
        assertThat(linesWith(
                        Stream.concat(secretsAndWords.stream(), Stream.of(SEARCHED))
                                .toList(),
                        logged))
                .isEmpty();
        assertThat(shown).as("the port's answers, and the JVM's MBeans").hasSizeGreaterThan(40);
        shown.forEach((where, what) -> {
            assertThat(linesWith(secretsAndWords, what)).as(where).isEmpty();
            assertThat(linesWith(List.of(KEY, SEARCHED), what)).as(where).isEmpty();
        });
    }

    /** It is for people's words, too, but for no secret. */
    @Test
    void atTraceNoSecretIsLogged() throws Exception {
        assertThat(linesWith(SECRETS, logged("TRACE", SENTENCES / 3))).isEmpty();
    }

    private static List<String> linesWith(List<String> forbidden, String logged) {
        return logged.lines()
                .filter(line -> forbidden.stream().anyMatch(line::contains))
                .map(line -> line.substring(0, Math.min(400, line.length())))
                .limit(20)
                .toList();
    }

    private String logged(String level, int sentences) throws Exception {
        Path log = folder.resolve("bridge.log");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 2, TOPICS);
                EmbeddedArtemis artemis = EmbeddedArtemis.start(0, TOPICS);
                EmbeddedMail mail = EmbeddedMail.start(0, 0);
                SimulatedEndpoint endpoint =
                        SimulatedEndpoint.builder().token(TOKEN).start()) {
            int jmx = freePort();
            Process bridge = start(level, log, jmx, kafka, artemis, mail, endpoint);
            try {
                await().atMost(PATIENCE).until(() -> Files.readString(log).contains("camel-cognigy runs."));
                talk(sentences, kafka, artemis, mail);
                askThePort(log);
                askJmx(jmx);
            } finally {
                bridge.destroy();
                bridge.waitFor();
            }
        }
        String logged = Files.readString(log);
        assertThat(logged).as("Camel, too, is asked to say all").containsPattern(level + " .* o\\.a\\.c\\.");
        return logged;
    }

    /** Recognisable by how they begin, on each road. */
    private static Stream<String> sentences(int count) {
        return Stream.of("kafka", "jms", "mail")
                .flatMap(road -> IntStream.range(0, count).mapToObj(i -> "private" + road + "sentence number " + i));
    }

    private static void talk(int count, EmbeddedKafka kafka, EmbeddedArtemis artemis, EmbeddedMail mail)
            throws Exception {
        MailProbe mails = new MailProbe(mail);
        try (KafkaProbe records = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter");
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(artemis.url());
                JMSContext messages = factory.createContext()) {
            sentences(count).forEach(sentence -> {
                if (sentence.startsWith("privatekafka")) {
                    records.send("chat.input", KEY + "anna", sentence);
                } else if (sentence.startsWith("privatejms")) {
                    messages.createProducer()
                            .setProperty("JMSXGroupID", KEY + "ben")
                            .send(messages.createQueue("chat.input"), sentence);
                } else {
                    mails.send(
                            "cara@localhost",
                            "bot@localhost",
                            "From: cara@localhost",
                            "To: bot@localhost",
                            "Message-ID: <" + sentence.replace(' ', '.') + "@localhost>",
                            "Subject: " + sentence,
                            "",
                            sentence);
                }
            });
            // Words in dead letters are words, too.
            records.send(
                    "chat.input",
                    KEY + "dora",
                    "{" + BEGINNINGS.get(0),
                    KafkaProbe.header("contentType", "application/json"));
            await().atMost(PATIENCE).until(() -> records.records(any -> true).size() >= count + 1);
            await().atMost(PATIENCE).until(() -> artemis.messageCount("chat.output") >= count);
            await().atMost(PATIENCE).until(() -> mails.count("cara@localhost", "INBOX") >= count);
        }
    }

    /** All that it has, what it refuses, and what only who has the token gets. */
    private void askThePort(Path log) throws Exception {
        Matcher page = Pattern.compile("Page +(http://\\S+)").matcher(Files.readString(log));
        assertThat(page.find()).isTrue();
        Port port = new Port(page.group(1), OPERATE_TOKEN);
        for (String path : List.of(
                "",
                "observe",
                "observe/metrics",
                "observe/roads",
                "observe/health/live",
                "observe/health/ready",
                "observe/sessions",
                "observe/sessions?max=1000&key=" + KEY + "anna",
                "observe/sessions?key=" + SEARCHED,
                "observe/sessions?max=" + SEARCHED,
                "observe/sessions/" + SEARCHED,
                "observe/dead-letters?inDoubt=true",
                "observe/dead-letters?since=" + SEARCHED,
                "observe/loggers/ROOT",
                "observe/loggers/io.camelcognigy",
                SEARCHED)) {
            show(port, "GET", path);
        }
        JsonNode sessions = port.get("observe/sessions");
        assertThat(sessions.get("total").asInt()).isGreaterThan(2);
        assertThat(port.get("observe/sessions?key=" + KEY + "anna").get("total").asInt())
                .isEqualTo(1);
        assertThat(port.get("observe/dead-letters")
                        .at("/roads/kafka/replayable")
                        .asInt())
                .isEqualTo(1);
        show(port, "POST", "observe");
        show(port, "POST", "observe/dead-letters/replay?dryRun=true");
        show(port, "DELETE", "observe/sessions/" + sessions.at("/sessions/0/id").asText());
        show(port, "POST", "observe/roads/jms/pause");
        show(port, "GET", "observe/dead-letters?road=jms");
        show(port, "POST", "observe/roads/jms/resume");
        show(port, "POST", "observe/loggers/io.camelcognigy.none?level=" + SEARCHED);
    }

    private void show(Port port, String method, String path) throws Exception {
        HttpResponse<String> answer = port.send(method, path);
        shown.put(method + " /" + path, answer.headers().map() + answer.body());
    }

    /** Each attribute of each MBean. */
    private void askJmx(int port) throws Exception {
        JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
        try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
            MBeanServerConnection server = connector.getMBeanServerConnection();
            for (ObjectName name : server.queryNames(null, null)) {
                StringBuilder values = new StringBuilder(name.toString());
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    values.append('\n').append(attribute.getName()).append(' ').append(value(server, name, attribute));
                }
                shown.put(name.toString(), values.toString());
            }
        }
    }

    private static String value(MBeanServerConnection server, ObjectName name, MBeanAttributeInfo attribute) {
        try {
            return Arrays.deepToString(new Object[] {server.getAttribute(name, attribute.getName())});
        } catch (Exception e) {
            // Why it cannot be had is shown, too.
            return e.toString();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process start(
            String level,
            Path log,
            int jmx,
            EmbeddedKafka kafka,
            EmbeddedArtemis artemis,
            EmbeddedMail mail,
            SimulatedEndpoint endpoint)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--logging.config=classpath:as-shipped.xml",
                "--logging.level.root=" + level,
                "--kafka.brokers=" + kafka.brokers(),
                "--camel.component.kafka.sasl-jaas-config=${KAFKA_JAAS}",
                "--jms.url=" + artemis.url(),
                "--jms.user=bridge",
                "--mail.imap-url=" + mail.imapUrl(),
                "--mail.smtp-url=" + mail.smtpUrl(),
                "--mail.starttls=false",
                "--mail.since=all",
                "--mail.answers-per-hour=1000",
                "--mail.poll-interval=100ms",
                "--operate.port=0",
                "--operate.state-file="));
        List<String> options = List.of(
                "-Dcom.sun.management.jmxremote.port=" + jmx,
                "-Dcom.sun.management.jmxremote.rmi.port=" + jmx,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
        ProcessBuilder bridge = Java.program(BridgeApplication.class, options, arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // As secrets should be given: what is on its command line, every JVM shows by JMX.
        bridge.environment()
                .putAll(Map.of(
                        "KAFKA_JAAS", JAAS,
                        "JMS_PASSWORD", JMS_PASSWORD,
                        "MAIL_PASSWORD", MAIL_PASSWORD,
                        "MAIL_SECRET", MAIL_SECRET,
                        "OPERATE_TOKEN", OPERATE_TOKEN,
                        "COGNIGY_ENDPOINT_URL", endpoint.endpointUrl()));
        return bridge.start();
    }
}
