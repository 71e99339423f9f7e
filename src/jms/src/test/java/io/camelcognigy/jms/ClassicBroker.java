package io.camelcognigy.jms;

import io.camelcognigy.testing.Java;
import jakarta.jms.ConnectionFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.command.ActiveMQQueue;

/** An ActiveMQ Classic in a JVM of its own. It ends with its parent, because its standard input ends then. */
public final class ClassicBroker implements AutoCloseable {

    /** A message is taken when its turn can begin; and a bridge that is killed again and again is not the message's fault. */
    private static final String OPTIONS =
            "?jms.prefetchPolicy.queuePrefetch=1&jms.redeliveryPolicy.maximumRedeliveries=-1";

    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader replies;
    private final String url;

    private ClassicBroker(Process process) {
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
        this.url = reply();
    }

    public static ClassicBroker start() {
        try {
            return new ClassicBroker(
                    Java.program(ClassicBroker.class, List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), List.of())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For its own client, with what the bridge is told to say of messages taken in advance. */
    public String url() {
        return url + OPTIONS;
    }

    public ConnectionFactory factory() {
        return new ActiveMQConnectionFactory(url());
    }

    /** How many messages lie on a queue, those included that consumers hold. */
    public long messageCount(String queue) {
        commands.println(queue);
        return Long.parseLong(reply());
    }

    private String reply() {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw new IllegalStateException("the broker has died");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        commands.close();
    }

    /** The broker's process: says where it is, and then for the name of each queue how many messages there are. */
    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        BrokerService broker = new BrokerService();
        broker.setPersistent(false);
        broker.setUseJmx(false);
        broker.addConnector("tcp://127.0.0.1:0");
        broker.start();
        broker.waitUntilStarted();
        out.println(broker.getTransportConnectors().get(0).getConnectUri());
        try (BufferedReader queues = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String queue = queues.readLine(); queue != null; queue = queues.readLine()) {
                Destination found = broker.getDestination(new ActiveMQQueue(queue));
                out.println(found.getDestinationStatistics().getMessages().getCount());
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
