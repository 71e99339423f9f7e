package io.camelcognigy.bridge;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.bridge.operate.OperateSettings;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.jms.ChatJmsComponent;
import io.camelcognigy.mail.ChatMailConfiguration.Attachments;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.session.EventKind;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.common.config.ConfigException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * The bridge's settings: their names, types and what their values must be. What they mean and their defaults stand in {@code
 * application.yaml}. The options of the components, {@code camel.component.cognigy.*} and {@code camel.component.kafka.*}, are
 * declared there.
 */
final class Settings {

    private Settings() {}

    /** @param endpointUrl a secret: its last part is the token */
    @ConfigurationProperties("cognigy")
    record Cognigy(String endpointUrl) {

        Cognigy {
            if (set(endpointUrl)) {
                check("cognigy.endpoint-url", endpointUrl);
            }
        }

        static void check(String setting, String endpointUrl) {
            String advice = "Set it to the Endpoint URL as the Cognigy console shows it.";
            try {
                EndpointAddress.parse(endpointUrl);
            } catch (IllegalArgumentException e) {
                // Its message never repeats the URL, which ends in the token.
                throw new StartException("The setting " + setting + " is unusable: " + e.getMessage() + ".", advice);
            }
            if (endpointUrl.strip().replaceAll("/+$", "").endsWith("/socket.io")) {
                throw new StartException("The setting " + setting + " ends in /socket.io.", advice);
            }
        }
    }

    @ConfigurationProperties("kafka")
    record Kafka(
            String brokers,
            String groupId,
            String input,
            String output,
            String deadLetter,
            String register,
            String agent,
            String allowedAgents,
            InputFormat inputFormat,
            String events,
            StreamMode stream,
            Duration collate,
            boolean cloudEvents,
            int turns) {

        Kafka {
            if (set(brokers)) {
                check(brokers);
            }
            required("kafka.input", input, "a topic, such as chat.input");
            required("kafka.output", output, "a topic, such as chat.output");
            required("kafka.dead-letter", deadLetter, "a topic, such as chat.dead-letter");
            required("kafka.agent", agent, "the name of an agent, such as support");
            required("kafka.group-id", groupId, "the name of the consumer group, such as camel-cognigy");
            eventTypes("kafka.events", events);
            collation("kafka.collate", collate);
            range("kafka.turns", turns, 1, 99_999);
        }

        private static void check(String brokers) {
            try {
                ClientUtils.parseAndValidateAddresses(
                        Arrays.stream(brokers.split(",")).map(String::strip).toList(), "use_all_dns_ips");
            } catch (ConfigException e) {
                throw new StartException(
                        "The setting kafka.brokers is unusable: " + e.getMessage() + ".",
                        "Set it to host:port, or several of them with commas, that can be resolved from here.");
            }
        }
    }

    @ConfigurationProperties("jms")
    record Jms(
            ChatJmsComponent.Mode mode,
            String url,
            String user,
            String password,
            String input,
            String output,
            String deadLetter,
            String agent,
            String allowedAgents,
            InputFormat inputFormat,
            String events,
            StreamMode stream,
            Duration collate,
            int consumers,
            int turns,
            String replyDestinations,
            JmsFactory connectionFactory) {

        Jms {
            if (set(url) && !url.strip().matches("\\(?tcp://.+")) {
                throw unusable("jms.url", "the address of an Artemis, such as tcp://host:61616");
            }
            required("jms.input", input, "a queue, such as chat.input");
            required("jms.output", output, "a queue, such as chat.output");
            required("jms.dead-letter", deadLetter, "a queue, such as chat.dead-letter");
            required("jms.agent", agent, "the name of an agent, such as support");
            if (eventTypes("jms.events", events).contains(EventKind.FINAL_PING)) {
                throw unusable("jms.events", "without turnEnd or finalPing: the last answer of a turn says that it is");
            }
            if (connectionFactory != null && connectionFactory.given() && mode == ChatJmsComponent.Mode.ARTEMIS) {
                throw new StartException(
                        "The setting jms.connection-factory.class has no effect with jms.mode=artemis.",
                        "Set jms.mode to transacted, or remove it.");
            }
            collation("jms.collate", collate);
            if (!collate.isZero() && mode == ChatJmsComponent.Mode.TRANSACTED) {
                throw new StartException(
                        "The setting jms.collate has no effect with jms.mode=transacted.",
                        "Remove it: each message is a transaction of its own.");
            }
            range("jms.consumers", consumers, 1, 9_999);
            range("jms.turns", turns, 1, 99_999);
        }
    }

    /**
     * The client of a broker that is not Artemis.
     *
     * @param type the class's name; empty: none
     * @param properties what the class is set to, such as {@code brokerURL}; may hold a password
     */
    record JmsFactory(@Name("class") String type, Map<String, String> properties) {

        JmsFactory {
            properties = properties == null ? Map.of() : Map.copyOf(properties);
        }

        boolean given() {
            return set(type);
        }

        /** Records show all they have. */
        @Override
        public String toString() {
            return "JmsFactory[" + type + "]";
        }
    }

    @ConfigurationProperties("mail")
    record Mail(
            String imapUrl,
            String smtpUrl,
            String address,
            String username,
            String password,
            String secret,
            String agent,
            int turns,
            int answersPerHour,
            Duration pollInterval,
            String since,
            String failedFolder,
            DataSize maxBytes,
            Duration answerMaxAge,
            String authServer,
            boolean starttls,
            MailOauth oauth,
            Attachments attachments,
            String attachmentsFolder,
            String attachmentsUrl) {

        Mail {
            server("mail.imap-url", imapUrl, Set.of("imap", "imaps"), "imaps://imap.example.com");
            server("mail.smtp-url", smtpUrl, Set.of("smtp", "smtps"), "smtps://smtp.example.com, or smtp://host:587");
            if (!mailAddress(address)) {
                throw unusable(
                        "mail.address",
                        "the bot's mail address, such as bot@example.com or \"Support <bot@example.com>\"");
            }
            required("mail.agent", agent, "the name of an agent, such as support");
            range("mail.answers-per-hour", answersPerHour, 1, 1_000_000);
            if (pollInterval.toMillis() < 10) {
                throw unusable("mail.poll-interval", "10ms or longer, such as 2s");
            }
            required("mail.failed-folder", failedFolder, "the name of a mail folder, such as Failed");
            range("mail.max-bytes", maxBytes.toBytes(), 1, Integer.MAX_VALUE);
            range("mail.turns", turns, 1, 9_999);
            if (set(since) && !since.strip().matches("all|\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}:\\d{2}Z)?")) {
                throw unusable("mail.since", "a date such as 2026-11-24, a time such as 2026-11-24T08:00:00Z, or all");
            }
            if (attachments == Attachments.FILE) {
                required(
                        "mail.attachments-folder",
                        attachmentsFolder,
                        "a folder that is there, with mail.attachments=file");
            }
            if (set(attachmentsUrl) && !attachmentsUrl.strip().matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
                throw unusable(
                        "mail.attachments-url",
                        "where the folder is to be had, such as https://files.example.com/mail");
            }
        }

        private static void server(String name, String url, Set<String> schemes, String example) {
            if (set(url) && !MailServerUrl.usable(url.strip(), schemes)) {
                // Not repeated: people put passwords into URLs.
                throw unusable(
                        name,
                        "scheme and host, such as " + example
                                + "; user and password go into mail.username and mail.password");
            }
        }

        private static boolean mailAddress(String address) {
            try {
                InternetAddress[] all = InternetAddress.parse(address == null ? "" : address, true);
                return all.length == 1 && all[0].getAddress().matches("[^@\\s]+@[^@\\s]+");
            } catch (AddressException e) {
                return false;
            }
        }
    }

    /**
     * An access token in place of the password.
     *
     * @param tokenUrl empty: there is a password
     */
    record MailOauth(String tokenUrl, String clientId, String clientSecret, String scope, String refreshToken) {

        MailOauth {
            if (set(tokenUrl)) {
                if (!tokenUrl.strip().matches("https://.+|http://(localhost|127\\.0\\.0\\.1|\\[::1])[:/].+")) {
                    throw unusable("mail.oauth.token-url", "the https:// address of the token service");
                }
                required("mail.oauth.client-id", clientId, "who the bridge is at the token service");
                if (!set(clientSecret) && !set(refreshToken)) {
                    throw unusable(
                            "mail.oauth.client-secret",
                            "the client's secret, or mail.oauth.refresh-token to a refresh token");
                }
            }
        }

        /** Records show all they have. */
        @Override
        public String toString() {
            return "MailOauth[" + tokenUrl + "]";
        }
    }

    @ConfigurationProperties("chat")
    record Chat(String replyTopics, Duration maxAge, String sessionKey) {

        Chat {
            if (replyTopics == null || !replyTopics.matches("[\\w.-]+(,[\\w.-]+)*")) {
                throw unusable(
                        "chat.reply-topics",
                        "topic names with commas and without blanks between them, such as chat.output");
            }
        }
    }

    /**
     * Where it is written who has a session.
     *
     * @param url of a database; empty: a file beside operate.state-file; off: nowhere
     * @param username empty: none, or in the url
     * @param password a secret
     */
    @ConfigurationProperties("register")
    record Register(String url, String username, String password) {

        static final String OFF = "off";

        Register {
            if (set(url) && !url.strip().equals(OFF) && !url.strip().matches("jdbc:\\w+:.+")) {
                // Not repeated: people put passwords into URLs.
                throw unusable(
                        "register.url",
                        "off, or a database, such as jdbc:postgresql://host/database or jdbc:h2:file:./name");
            }
        }

        /** Records show all they have. */
        @Override
        public String toString() {
            return "Register[]";
        }
    }

    /** @param file written every 10 seconds while the bridge lives */
    @ConfigurationProperties("health")
    record Health(String file) {}

    /** All of them, by the class to bind them to. */
    static final List<Class<?>> ALL = List.of(
            Cognigy.class,
            Kafka.class,
            Jms.class,
            Mail.class,
            Chat.class,
            Register.class,
            Health.class,
            OperateSettings.class);

    static boolean set(String value) {
        return value != null && !value.isBlank();
    }

    static boolean isSet(Environment environment, String name) {
        return set(environment.getProperty(name));
    }

    private static void required(String name, String value, String expected) {
        if (!set(value)) {
            throw unusable(name, expected);
        }
    }

    private static void range(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw unusable(name, "a number from " + least + " to " + most);
        }
    }

    private static EventTypes eventTypes(String name, String names) {
        try {
            return EventTypes.of(names);
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "The setting " + name + " is unusable: " + e.getMessage() + ".",
                    "Set it to names of events, separated by commas, such as output,silence.");
        }
    }

    private static void collation(String name, Duration collate) {
        if (collate.compareTo(Collation.MAX_QUIET) > 0) {
            throw unusable(name, "0s, or up to 1m, such as 800ms");
        }
    }

    private static StartException unusable(String name, String expected) {
        return new StartException("The setting " + name + " is unusable.", "Set it to " + expected + ".");
    }
}
