package io.camelcognigy.jms;

import io.camelcognigy.road.Register;
import jakarta.jms.ConnectionFactory;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The component {@code chat-jms:}, the chat's road by an Artemis broker, or by any broker that JMS has a client for. */
@Component("chat-jms")
public class ChatJmsComponent extends DefaultComponent {

    /** How messages are taken. */
    public enum Mode {
        /** From Artemis by its own client: each message acknowledged for itself, no thread waits for the bot. */
        ARTEMIS,
        /** From any broker by the JMS API: in transacted sessions, each of which has one turn at a time, and a thread. */
        TRANSACTED
    }

    @Metadata(
            defaultValue = "ARTEMIS",
            description = "How messages are taken: artemis, by its own client, or transacted, from any broker.")
    private Mode mode = Mode.ARTEMIS;

    @Metadata(
            description = "In the mode transacted, the client of the broker, such as"
                    + " org.apache.activemq.ActiveMQConnectionFactory. Without it, that of the Artemis at url.")
    private ConnectionFactory connectionFactory;

    @Metadata(
            defaultValue = "tcp://127.0.0.1:61616",
            description =
                    "Where Artemis listens, such as tcp://host:61616, or tcp://host:61617?sslEnabled=true with TLS.")
    private String url = "tcp://127.0.0.1:61616";

    @Metadata(label = "security", secret = true, description = "The user at the broker; none without.")
    private String user;

    @Metadata(label = "security", secret = true, description = "The user's password.")
    private String password;

    @Metadata(
            label = "advanced",
            autowired = true,
            description =
                    "Where it is written who has a session, so that conversations outlive the process: the one bean of"
                            + " that type, such as a JdbcRegister. Without one, a session ends with the process.")
    private Register register;

    /** So many queues can be sent to at once; one that takes nothing holds up one of them. */
    private static final int SENDING_THREADS = 8;

    private final Link sending = new Link("chat-jms sends");
    private Sender sender;
    private ExecutorService senders;
    private ScheduledExecutorService senderTimer;
    private MessageSender plainSender;
    private ActiveMQConnectionFactory ownFactory;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("chat-jms: needs the name of a queue, as in chat-jms:chat.input");
        }
        ChatJmsEndpoint endpoint = new ChatJmsEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** All who send share one connection. Connects when it is first used. */
    synchronized Sender sender() {
        if (sender == null) {
            sender = new Sender(broker(), sending, threads(), System::nanoTime);
        }
        return sender;
    }

    private Sender.Threads threads() {
        ExecutorServiceManager executors = getCamelContext().getExecutorServiceManager();
        senders = executors.newFixedThreadPool(this, "ChatJmsSends", SENDING_THREADS);
        senderTimer = executors.newSingleThreadScheduledExecutor(this, "ChatJmsSendsTimer");
        return new Sender.Threads(senders, senderTimer);
    }

    /** As the mode has it. Connects when it is first used. */
    synchronized MessageSender outlet() {
        if (mode == Mode.ARTEMIS) {
            return sender();
        }
        if (plainSender == null) {
            plainSender = new PlainSender(plainBroker(), sending);
        }
        return plainSender;
    }

    /** What is wrong with that connection; null if nothing is. */
    String senderTrouble() {
        return sending.trouble();
    }

    Broker broker() {
        return new Broker(url, user, password);
    }

    /** That of the mode transacted. */
    synchronized PlainBroker plainBroker() {
        if (connectionFactory != null) {
            return new PlainBroker(connectionFactory, user, password);
        }
        if (ownFactory == null) {
            ownFactory = broker().transacted();
        }
        return new PlainBroker(ownFactory, user, password);
    }

    @Override
    protected synchronized void doStop() throws Exception {
        if (plainSender != null) {
            plainSender.close();
            plainSender = null;
        }
        if (ownFactory != null) {
            ownFactory.close();
            ownFactory = null;
        }
        if (sender != null) {
            sender.close();
            sender = null;
            getCamelContext().getExecutorServiceManager().shutdownNow(senderTimer);
            getCamelContext().getExecutorServiceManager().shutdownNow(senders);
        }
        super.doStop();
    }

    public Mode getMode() {
        return mode;
    }

    public void setMode(Mode mode) {
        this.mode = mode;
    }

    public ConnectionFactory getConnectionFactory() {
        return connectionFactory;
    }

    public void setConnectionFactory(ConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    public String getUrl() {
        return url;
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public Register getRegister() {
        return register;
    }

    public void setRegister(Register register) {
        this.register = register;
    }

    public String getUser() {
        return user;
    }

    public void setUser(String user) {
        this.user = user;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
