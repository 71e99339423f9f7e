package io.camelcognigy.demo;

import io.camelcognigy.bridge.Embedded;
import io.camelcognigy.bridge.MailSettings;
import io.camelcognigy.bridge.RouteFiles;
import io.camelcognigy.bridge.StartException;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.servers.ServerStartException;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Starts a server where no address is configured, and points the address at it: {@code kafka.brokers}, {@code jms.url},
 * {@code mail.imap-url}, {@code mail.smtp-url} and {@code cognigy.endpoint-url}. The server of a road that has no route is
 * not started.
 *
 * <p>An initializer, because the addresses must be known before the first bean is bound to them; and what is registered
 * before all beans is destroyed after all beans, when Camel has long stopped.
 */
public final class EmbeddedServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String BROKERS = "kafka.brokers";
    static final String JMS_URL = "jms.url";
    static final String ENDPOINT_URL = "cognigy.endpoint-url";

    private static final int KAFKA_PORT = 19092;
    private static final int JMS_PORT = 61616;
    private static final int ENDPOINT_PORT = 13000;
    private static final int PARTITIONS = 8;
    private static final int IMAP_PORT = 13143;
    private static final int SMTP_PORT = 13025;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> addresses = new HashMap<>();
        Deque<AutoCloseable> servers = new ArrayDeque<>();
        try {
            if (!hasEndpoint(environment)) {
                SimulatedEndpoint endpoint = startEndpoint(environment);
                servers.push(endpoint);
                addresses.put(ENDPOINT_URL, endpoint.endpointUrl());
            }
            RouteFiles routes = new RouteFiles(environment);
            if (value(environment, BROKERS).isEmpty() && routes.use("kafka:")) {
                EmbeddedKafka kafka = startKafka(environment);
                servers.push(kafka);
                addresses.put(BROKERS, kafka.brokers());
            }
            if (value(environment, JMS_URL).isEmpty() && routes.use("chat-jms:")) {
                EmbeddedArtemis artemis = EmbeddedArtemis.start(
                        port(environment, "embedded.jms.port", JMS_PORT),
                        List.of("chat.input", "chat.output", "chat.dead-letter"));
                servers.push(artemis);
                addresses.put(JMS_URL, artemis.url());
            }
            if (routes.use(MailSettings.MAIL_URI)) {
                MailSettings mail = new MailSettings(environment);
                mail.check();
                EmbeddedMail server = mail.wantsEmbedded() ? startMail(environment) : null;
                if (server != null) {
                    servers.push(server);
                    addresses.put(MailSettings.IMAP_URL, server.imapUrl());
                    addresses.put(MailSettings.SMTP_URL, server.smtpUrl());
                }
                addresses.putAll(mail.defaults(server != null));
            }
        } catch (ServerStartException e) {
            servers.forEach(server -> closeAfter(e, server));
            throw new StartException(e.getMessage(), e.action(), e);
        } catch (RuntimeException e) {
            servers.forEach(server -> closeAfter(e, server));
            throw e;
        }
        if (!addresses.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource(Embedded.PROPERTIES, addresses));
        }
        DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
        for (AutoCloseable server : servers) {
            String name = server.getClass().getName();
            beans.registerSingleton(name, server);
            beans.registerDisposableBean(name, server::close);
        }
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private static EmbeddedKafka startKafka(ConfigurableEnvironment environment) {
        Set<String> topics = new LinkedHashSet<>(List.of("chat.input", "chat.output", "chat.dead-letter"));
        Arrays.stream(value(environment, "chat.reply-topics").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .forEach(topics::add);
        EmbeddedKafka kafka =
                EmbeddedKafka.start(port(environment, "embedded.kafka.port", KAFKA_PORT), PARTITIONS, topics);
        // What this client warns of, an unreachable broker, cannot be; and at the stop a broker trips over itself.
        LoggingSystem.get(EmbeddedServers.class.getClassLoader())
                .setLogLevel("org.apache.kafka.clients.NetworkClient", LogLevel.ERROR);
        return kafka;
    }

    private static SimulatedEndpoint startEndpoint(ConfigurableEnvironment environment) {
        int port = port(environment, "embedded.endpoint.port", ENDPOINT_PORT);
        try {
            return SimulatedEndpoint.builder().port(port).start();
        } catch (Exception e) {
            // Netty throws what the socket threw, checked or not.
            throw new StartException(
                    "The simulated endpoint cannot listen on 127.0.0.1:" + port + ".",
                    "Stop what listens there (another bridge?), or set cognigy.endpoint-url to your Endpoint URL, or choose"
                            + " another port with embedded.endpoint.port (0: any free one).",
                    e);
        }
    }

    private static EmbeddedMail startMail(ConfigurableEnvironment environment) {
        return EmbeddedMail.start(
                port(environment, "embedded.imap.port", IMAP_PORT), port(environment, "embedded.smtp.port", SMTP_PORT));
    }

    private static boolean hasEndpoint(ConfigurableEnvironment environment) {
        return !value(environment, ENDPOINT_URL).isEmpty()
                || !value(environment, "camel.component.cognigy.endpoint-url").isEmpty()
                || !value(environment, "camel.component.cognigy.server-url").isEmpty();
    }

    private static int port(ConfigurableEnvironment environment, String property, int defaultPort) {
        String value = value(environment, property);
        if (value.isEmpty()) {
            return defaultPort;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
            throw new StartException(
                    "The property " + property + " is no port.", "Set it to a number from 0 (any free port) to 65535.");
        }
        return Integer.parseInt(value);
    }

    private static String value(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "").strip();
    }
}
