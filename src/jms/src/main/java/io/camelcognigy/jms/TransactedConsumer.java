package io.camelcognigy.jms;

import io.camelcognigy.jms.ChatJmsEndpoint.KeySharing;
import io.camelcognigy.road.DeadLetterListener;
import io.camelcognigy.road.DeadLetterRoad;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.road.InputReader;
import io.camelcognigy.road.Reachability;
import io.camelcognigy.road.RoadHealthCheck;
import io.camelcognigy.road.RoadStatus;
import io.camelcognigy.road.SessionKeys;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * The road from the queue of inputs of any JMS broker: one exchange, InOut, for each message, in the transaction that took it. As
 * many turns are under way at once as there are sessions, each with a thread that waits for the bot.
 *
 * <p>A stop first takes no more and lets what is under way come to its end; what waits is rolled back.
 */
public class TransactedConsumer extends DefaultConsumer
        implements RoadStatus, DeadLetterRoad, ShutdownAware, Suspendable {

    private final ChatJmsEndpoint endpoint;
    private final RoadHealthCheck health;
    private PlainBroker broker;
    private volatile Link link;
    private volatile Running running;

    /** What lives from a start to a stop. */
    private record Running(TransactedIntake intake, Intention intention, OwnSessions sessions) {}

    TransactedConsumer(ChatJmsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.health = new RoadHealthCheck(this);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (endpoint.getConsumers() < 1) {
            throw new IllegalArgumentException("consumers must be positive");
        }
        if (!endpoint.getCollate().isZero()) {
            throw new IllegalArgumentException(
                    "collate has no effect in the mode transacted: each message is a transaction of its own");
        }
        link = new Link(road() + " receives");
        broker = endpoint.getComponent().plainBroker();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        Intention intention = new Intention(road(), Reachability.of(getRoute()));
        OwnSessions sessions =
                OwnSessions.open(road(), endpoint.getComponent().getRegister(), endpoint.getCamelContext());
        TransactedTurns turns = new TransactedTurns(
                new TransactedTurns.Settings(
                        road(),
                        endpoint.getOutput(),
                        EventTypes.of(endpoint.getEvents()),
                        endpoint.getDeadLetter(),
                        endpoint.getMaxAge(),
                        endpoint.getInDoubt()),
                new InputMessages(
                        new InputReader(endpoint.getInputFormat(), endpoint.isUserIdFromBody(), endpoint.getMaxBytes()),
                        SessionKeys.of(road(), endpoint.getSessionKeys() == KeySharing.OWN),
                        endpoint.getKeepHeaders()),
                new PlainReplyQueues(new ReplyQueues(endpoint.getReplyDestinations())),
                intention,
                (input, taken, again) -> ask(sessions, input, taken, again),
                sessions,
                DeadLetterListener.of(endpoint.getCamelContext()),
                System::nanoTime);
        TransactedIntake intake =
                new TransactedIntake(new SharedConnection(broker, link), endpoint.getQueue(), road(), intention, turns);
        running = new Running(intake, intention, sessions);
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.register(health);
        }
        intake.start(endpoint.getConsumers());
    }

    @Override
    protected void doSuspend() throws Exception {
        running.intention().pause(true);
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        running.intention().pause(false);
        super.doResume();
    }

    @Override
    protected void doStop() throws Exception {
        Running stopping = running;
        running = null;
        if (stopping != null) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
            if (registry != null) {
                registry.unregister(health);
            }
            stopping.intention().close();
            stopping.intake().close();
            stopping.sessions().close();
        }
        super.doStop();
    }

    // ---------------------------------------------------------------- a stop

    /** A stop begins with a suspension, and ends when nothing is under way. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        Running now = running;
        return now == null ? 0 : now.intention().underWay();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare: it was suspended.
    }

    // ---------------------------------------------------------------- one message

    private Exchange ask(OwnSessions sessions, JmsInput input, jakarta.jms.Message taken, boolean again)
            throws InterruptedException {
        Exchange exchange;
        try {
            exchange = InputExchanges.exchange(this, endpoint, sessions.owner(), input, input.input(), taken, again);
        } catch (JMSException e) {
            throw new IllegalStateException("the message does not say which it is", e);
        }
        CountDownLatch over = new CountDownLatch(1);
        getAsyncProcessor().process(exchange, doneSync -> over.countDown());
        over.await();
        return exchange;
    }

    // ---------------------------------------------------------------- status

    @Override
    public String road() {
        return endpoint.getRoad();
    }

    @Override
    public Optional<DeadLetterStore> deadLetters() {
        PlainBroker now = endpoint.getComponent().plainBroker();
        return Optional.of(
                new DeadLetterReplay(() -> now, new PlainProperties(), endpoint.getDeadLetter(), endpoint.getQueue()));
    }

    @Override
    public boolean connected() {
        return link.isUp() && registerTrouble() == null;
    }

    private String registerTrouble() {
        Running now = running;
        return now == null ? null : now.sessions().trouble();
    }

    @Override
    public String lastError() {
        String trouble = link.trouble() == null ? registerTrouble() : link.trouble();
        return trouble == null ? endpoint.getComponent().senderTrouble() : trouble;
    }

    @Override
    public int taken() {
        Running now = running;
        return now == null ? 0 : now.intention().underWay() + now.intention().waiting();
    }

    @Override
    public int waiting() {
        Running now = running;
        return now == null ? 0 : now.intention().waiting();
    }
}
