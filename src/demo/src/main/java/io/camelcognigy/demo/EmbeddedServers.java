package io.camelcognigy.demo;

import io.camelcognigy.bridge.Road;
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
import java.util.UUID;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
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

    private static final List<String> TOPICS = List.of("chat.input", "chat.output", "chat.dead-letter");
    private static final int PARTITIONS = 8;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        Map<String, Object> addresses = new HashMap<>();
        Deque<AutoCloseable> servers = new ArrayDeque<>();
        try {
            start(environment, addresses, servers);
        } catch (ServerStartException e) {
            servers.forEach(server -> closeAfter(e, server));
            throw new StartException(e.getMessage(), e.action(), e);
        } catch (RuntimeException e) {
            servers.forEach(server -> closeAfter(e, server));
            throw e;
        }
        if (!addresses.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource("embedded servers", addresses));
        }
        DefaultSingletonBeanRegistry beans = (DefaultSingletonBeanRegistry) context.getBeanFactory();
        for (AutoCloseable server : servers) {
            register(beans, server);
        }
        if (addresses.containsKey("kafka.brokers")) {
            register(
                    beans,
                    new PageChat(new PageChat.Place(
                            value(environment, "kafka.brokers"),
                            value(environment, "kafka.input"),
                            value(environment, "kafka.output"),
                            value(environment, "kafka.dead-letter"))));
        }
        beans.registerSingleton("surroundings", new DemoSurroundings(environment, Set.copyOf(addresses.keySet())));
    }

    private static void register(DefaultSingletonBeanRegistry beans, AutoCloseable bean) {
        String name = bean.getClass().getName();
        beans.registerSingleton(name, bean);
        beans.registerDisposableBean(name, bean::close);
    }

    private static void start(
            ConfigurableEnvironment environment, Map<String, Object> addresses, Deque<AutoCloseable> servers) {
        RouteFiles routes = new RouteFiles(environment);
        EmbeddedSettings settings = settings(environment);
        if (value(environment, "operate.token").isEmpty()) {
            // Another one at each start: the servers around may be real, and a page of the web is not far from this
            // port.
            addresses.put("operate.token", UUID.randomUUID().toString().substring(0, 8));
        }
        if (!hasEndpoint(environment)) {
            SimulatedEndpoint endpoint = startEndpoint(settings.endpoint().port());
            servers.push(endpoint);
            addresses.put("cognigy.endpoint-url", endpoint.endpointUrl());
        }
        if (wanted(Road.KAFKA, routes, environment)) {
            EmbeddedKafka kafka =
                    startKafka(environment, routes, settings.kafka().port());
            servers.push(kafka);
            addresses.put("kafka.brokers", kafka.brokers());
        }
        if (wanted(Road.JMS, routes, environment)) {
            EmbeddedArtemis artemis = EmbeddedArtemis.start(settings.jms().port(), TOPICS);
            servers.push(artemis);
            addresses.put("jms.url", artemis.url());
        }
        if (wanted(Road.MAIL, routes, environment)) {
            EmbeddedMail mail =
                    EmbeddedMail.start(settings.imap().port(), settings.smtp().port());
            servers.push(mail);
            String address = value(environment, "mail.address");
            addresses.put("mail.imap-url", mail.imapUrl());
            addresses.put("mail.smtp-url", mail.smtpUrl());
            addresses.put("mail.username", address);
            addresses.put("mail.password", address);
            addresses.put("mail.starttls", "false");
            // There are none from before, and the first may come before the first look.
            addresses.put("mail.since", "all");
            if (value(environment, "mail.secret").isEmpty()) {
                // Its mails are gone with it: no later start needs the same.
                addresses.put("mail.secret", UUID.randomUUID().toString());
            }
        }
    }

    /** Where some of its addresses are set, the bridge says which one is missing. */
    private static boolean wanted(Road road, RouteFiles routes, ConfigurableEnvironment environment) {
        return road.usedBy(routes)
                && road.missing(environment) != null
                && road.addresses().stream()
                        .allMatch(address -> value(environment, address).isEmpty());
    }

    private static void closeAfter(RuntimeException failure, AutoCloseable server) {
        try {
            server.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    private static EmbeddedKafka startKafka(ConfigurableEnvironment environment, RouteFiles routes, int port) {
        Set<String> topics = new LinkedHashSet<>(TOPICS);
        topics.addAll(routes.topics());
        Arrays.stream(value(environment, "chat.reply-topics").split(","))
                .map(String::strip)
                .filter(topic -> !topic.isEmpty())
                .forEach(topics::add);
        EmbeddedKafka kafka = EmbeddedKafka.start(port, PARTITIONS, topics);
        // What this client warns of, an unreachable broker, cannot be; and at the stop a broker trips over itself.
        LoggingSystem.get(EmbeddedServers.class.getClassLoader())
                .setLogLevel("org.apache.kafka.clients.NetworkClient", LogLevel.ERROR);
        return kafka;
    }

    private static SimulatedEndpoint startEndpoint(int port) {
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

    private static boolean hasEndpoint(ConfigurableEnvironment environment) {
        return !value(environment, "cognigy.endpoint-url").isEmpty()
                || !value(environment, "camel.component.cognigy.endpoint-url").isEmpty()
                || !value(environment, "camel.component.cognigy.server-url").isEmpty();
    }

    private static EmbeddedSettings settings(ConfigurableEnvironment environment) {
        EmbeddedSettings settings = Binder.get(environment).bindOrCreate("embedded", EmbeddedSettings.class);
        Map.of(
                        "kafka", settings.kafka().port(),
                        "jms", settings.jms().port(),
                        "endpoint", settings.endpoint().port(),
                        "imap", settings.imap().port(),
                        "smtp", settings.smtp().port())
                .forEach((name, port) -> {
                    if (port < 0 || port > 65535) {
                        throw new StartException(
                                "The setting embedded." + name + ".port is no port.",
                                "Set it to a number from 0 (any free port) to 65535.");
                    }
                });
        return settings;
    }

    private static String value(ConfigurableEnvironment environment, String property) {
        return environment.getProperty(property, "").strip();
    }
}
