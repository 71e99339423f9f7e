package io.camelcognigy.proof;

import io.camelcognigy.servers.Loopback;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All that a bridge needs, each server in a process of its own that can be killed and started again on its ports. */
final class Servers implements AutoCloseable {

    private final Broker broker;
    private final int artemis = Loopback.freePort();
    private final int imap = Loopback.freePort(artemis);
    private final int smtp = Loopback.freePort(artemis, imap);
    private final int endpoint = Loopback.freePort(artemis, imap, smtp);
    private final Map<String, Child> children = new HashMap<>();

    /** @param folder for Kafka's data, which outlive it */
    Servers(Path folder) {
        broker = new Broker(folder);
        Stream.of("artemis", "mail", "endpoint").forEach(this::start);
    }

    /** kill -9 of {@code kafka}, {@code artemis}, {@code mail} or {@code endpoint}. */
    void kill(String server) {
        if (server.equals("kafka")) {
            broker.kill();
        } else {
            children.get(server).kill();
        }
    }

    /** Anew; the one before must be dead. Returns when it listens, Kafka's soon before. */
    void start(String server) {
        if (server.equals("kafka")) {
            broker.start();
            return;
        }
        List<String> arguments = switch (server) {
            case "artemis" -> List.of(server, Integer.toString(artemis));
            case "mail" -> List.of(server, Integer.toString(imap), Integer.toString(smtp));
            case "endpoint" -> List.of(server, Integer.toString(endpoint));
            default -> throw new IllegalArgumentException(server);
        };
        Child child = Child.start(server, ServerMain.class, List.of("-Xmx256m"), arguments);
        child.reply();
        children.put(server, child);
    }

    /** Past Kafka's proxy. */
    String harnessBrokers() {
        return broker.harnessBrokers();
    }

    /** The settings of a bridge, its secrets among them. */
    Map<String, String> settings() {
        return Map.of(
                "cognigy.endpoint-url",
                "http://127.0.0.1:" + endpoint + "/demo",
                "kafka.brokers",
                broker.brokers(),
                "jms.url",
                "tcp://127.0.0.1:" + artemis,
                "mail.imap-url",
                "imap://127.0.0.1:" + imap,
                "mail.smtp-url",
                "smtp://127.0.0.1:" + smtp,
                "mail.password",
                MailRoadClient.BOT,
                "mail.secret",
                "of-this-test",
                "mail.starttls",
                "false",
                "mail.since",
                "all");
    }

    @Override
    public void close() {
        children.values().forEach(Child::close);
        broker.close();
    }
}
