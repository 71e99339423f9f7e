package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.bridge.BridgeApplication;
import io.camelcognigy.kafka.KafkaProbe;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.Java;
import jakarta.jms.JMSContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is logged while somebody looks for a fault, no secret is in it, and nothing that people have said. */
class LogSecrecyTest {

    private static final List<String> TOPICS = List.of("chat.input", "chat.output", "chat.dead-letter");
    private static final int SENTENCES = 100;
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

    @TempDir
    Path folder;

    @Test
    void atDebugNoSecretAndNothingThatPeopleSaidIsLogged() throws Exception {
        assertThat(linesWith(
                        Stream.concat(SECRETS.stream(), BEGINNINGS.stream()).toList(), logged("DEBUG")))
                .isEmpty();
    }

    /** It is for people's words, too, but for no secret. */
    @Test
    void atTraceNoSecretIsLogged() throws Exception {
        assertThat(linesWith(SECRETS, logged("TRACE"))).isEmpty();
    }

    private static List<String> linesWith(List<String> forbidden, String logged) {
        return logged.lines()
                .filter(line -> forbidden.stream().anyMatch(line::contains))
                .map(line -> line.substring(0, Math.min(400, line.length())))
                .limit(20)
                .toList();
    }

    private String logged(String level) throws Exception {
        Path log = folder.resolve("bridge.log");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, 2, TOPICS);
                EmbeddedArtemis artemis = EmbeddedArtemis.start(0, TOPICS);
                EmbeddedMail mail = EmbeddedMail.start(0, 0);
                SimulatedEndpoint endpoint =
                        SimulatedEndpoint.builder().token(TOKEN).start()) {
            Process bridge = start(level, log, kafka, artemis, mail, endpoint);
            try {
                await().atMost(PATIENCE).until(() -> Files.readString(log).contains("camel-cognigy runs."));
                talk(kafka, artemis, mail);
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
    private static Stream<String> sentences() {
        return Stream.of("kafka", "jmsjm", "mailm")
                .flatMap(
                        road -> IntStream.range(0, SENTENCES).mapToObj(i -> "private" + road + "sentence number " + i));
    }

    private static void talk(EmbeddedKafka kafka, EmbeddedArtemis artemis, EmbeddedMail mail) throws Exception {
        MailProbe mails = new MailProbe(mail);
        try (KafkaProbe records = new KafkaProbe(kafka.brokers(), "chat.output", "chat.dead-letter");
                ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(artemis.url());
                JMSContext messages = factory.createContext()) {
            sentences().forEach(sentence -> {
                if (sentence.startsWith("privatekafka")) {
                    records.send("chat.input", "anna", sentence);
                } else if (sentence.startsWith("privatejms")) {
                    messages.createProducer()
                            .setProperty("JMSXGroupID", "ben")
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
            records.awaitRecords("chat.output", SENTENCES);
            await().atMost(PATIENCE).until(() -> artemis.messageCount("chat.output") >= SENTENCES);
            await().atMost(PATIENCE).until(() -> mails.mails("cara@localhost").size() >= SENTENCES);
        }
    }

    private static Process start(
            String level,
            Path log,
            EmbeddedKafka kafka,
            EmbeddedArtemis artemis,
            EmbeddedMail mail,
            SimulatedEndpoint endpoint)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--logging.config=classpath:as-shipped.xml",
                "--logging.level.root=" + level,
                "--kafka.brokers=" + kafka.brokers(),
                "--camel.component.kafka.sasl-jaas-config=" + JAAS,
                "--jms.url=" + artemis.url(),
                "--jms.user=bridge",
                "--jms.password=" + JMS_PASSWORD,
                "--mail.imap-url=" + mail.imapUrl(),
                "--mail.smtp-url=" + mail.smtpUrl(),
                "--mail.password=" + MAIL_PASSWORD,
                "--mail.secret=" + MAIL_SECRET,
                "--mail.starttls=false",
                "--mail.since=all",
                "--mail.answers-per-hour=1000",
                "--mail.poll-interval=100ms",
                "--operate.token=" + OPERATE_TOKEN,
                "--operate.state-file=",
                "--cognigy.endpoint-url=" + endpoint.endpointUrl()));
        return Java.program(BridgeApplication.class, List.of(), arguments)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }
}
