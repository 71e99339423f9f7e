package io.camelcognigy.servers;

import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * A real Artemis broker inside this JVM, on the loopback interface, for the demonstration and for tests. One port takes
 * JMS clients of Artemis, AMQP 1.0 and STOMP. It keeps its messages in memory: they live as long as it runs.
 *
 * <p>Other than Artemis' own defaults: destinations that appear by being used are queues, not topics, and what was
 * delivered a hundred times in vain, or whose time to live ran out, goes to {@code chat.dead-letter}.
 */
public final class EmbeddedArtemis implements AutoCloseable {

    private static final String DEAD_LETTERS = "chat.dead-letter";
    /** Artemis' own ten are few: a killed bridge counts for every message that it held, also for those behind others. */
    private static final int MOST_DELIVERIES = 100;

    private final int port;
    private final EmbeddedActiveMQ server;

    private EmbeddedArtemis(int port, EmbeddedActiveMQ server) {
        this.port = port;
        this.server = server;
    }

    /**
     * Starts a broker and returns when it takes connections. Blocks for about a second.
     *
     * @param port where clients connect; 0 takes a free one
     * @param queues made at once; others are made when they are first used
     * @throws ServerStartException if the port is taken
     */
    public static EmbeddedArtemis start(int port, List<String> queues) {
        int clientPort = Loopback.port(
                port,
                "The embedded Artemis",
                "point jms.url at an Artemis of your own, or choose another port with embedded.jms.port");
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        EmbeddedArtemis artemis = new EmbeddedArtemis(clientPort, server);
        try {
            server.setConfiguration(configuration(clientPort, queues));
            server.start();
            return artemis;
        } catch (Exception e) {
            artemis.close();
            throw new IllegalStateException("the embedded Artemis did not start", e);
        }
    }

    /** The address for a JMS client of Artemis. */
    public String url() {
        return "tcp://" + Loopback.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    /** How many messages lie on a queue, those included that consumers hold; 0 where there is no such queue. */
    public long messageCount(String queue) {
        var found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getMessageCount();
    }

    /** How many messages of a queue consumers hold, which have not acknowledged them for good. */
    public long heldCount(String queue) {
        var found = server.getActiveMQServer().locateQueue(queue);
        return found == null ? 0 : found.getDeliveringCount();
    }

    /** The names of all queues that exist. */
    public List<String> queues() {
        return server.getActiveMQServer()
                .getPostOffice()
                .getAllBindings()
                .map(binding -> binding.getUniqueName().toString())
                .toList();
    }

    /** Stops the broker; what it holds is gone. Idempotent. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the embedded Artemis did not stop", e);
        }
    }

    private static Configuration configuration(int port, List<String> queues) throws Exception {
        Configuration configuration = new ConfigurationImpl()
                .setName("camel-cognigy")
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration(
                        "clients", "tcp://" + Loopback.HOST + ":" + port + "?protocols=CORE,AMQP,STOMP")
                .addAddressSetting(
                        "#",
                        new AddressSettings()
                                .setDefaultAddressRoutingType(RoutingType.ANYCAST)
                                .setDefaultQueueRoutingType(RoutingType.ANYCAST)
                                .setMaxDeliveryAttempts(MOST_DELIVERIES)
                                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                                .setExpiryAddress(SimpleString.of(DEAD_LETTERS)));
        for (String queue : queues) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        return configuration;
    }
}
