package io.camelcognigy.jms;

import io.camelcognigy.jms.ChatJmsEndpoint.KeySharing;
import io.camelcognigy.observe.Tracing;
import io.camelcognigy.road.Collation;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultConsumer;

/**
 * The road from the queue of inputs: one exchange, InOut, for each message, or for some that belong together, whose end decides
 * what becomes of it.
 *
 * <p>A stop first takes no more and lets what is under way come to its end, acknowledgement included; only then are the
 * broker's sessions closed, which gives back all that was taken and has not begun.
 */
public class ChatJmsConsumer extends DefaultConsumer implements RoadStatus, DeadLetterRoad, ShutdownAware, Suspendable {

    /** So many turns of those that waited can begin at once, if the route takes its time. */
    private static final int TURN_THREADS = 8;

    private static final int DEAD_LETTER_THREADS = 2;

    /** A body of so many times the longest input, which counts UTF-8, is too large in whatever encoding. */
    private static final int ENCODING = 4;

    private final ChatJmsEndpoint endpoint;
    private final RoadHealthCheck health;
    private Tracing tracing = Tracing.OFF;
    private MessageReader reader;
    private int maxBody;
    private volatile Link link;
    private volatile Running running;

    /** What lives from a start to a stop. */
    private record Running(
            Intake intake,
            Turns turns,
            OwnSessions sessions,
            ExecutorService turnThreads,
            ExecutorService deadLetters,
            ScheduledExecutorService timer) {}

    ChatJmsConsumer(ChatJmsEndpoint endpoint, Processor processor) {
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
        Collation.within(endpoint.getCollate());
        link = new Link(road() + " receives");
        tracing = Tracing.of(endpoint.getCamelContext());
        maxBody = (int) Math.min(Integer.MAX_VALUE, (long) ENCODING * endpoint.getMaxBytes());
        reader = new MessageReader(
                new InputReader(endpoint.getInputFormat(), endpoint.isUserIdFromBody(), endpoint.getMaxBytes()),
                SessionKeys.of(endpoint.getRoad(), endpoint.getSessionKeys() == KeySharing.OWN),
                new ReplyQueues(endpoint.getReplyDestinations()),
                endpoint.getKeepHeaders(),
                maxBody);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        ExecutorService turnThreads = threads("ChatJmsTurns", TURN_THREADS);
        ExecutorService deadLetters = threads("ChatJmsDeadLetters", DEAD_LETTER_THREADS);
        ScheduledExecutorService timer = executors.newSingleThreadScheduledExecutor(this, "ChatJmsTimer");
        Reachability reachable = Reachability.of(getRoute());
        OwnSessions sessions =
                OwnSessions.open(road(), endpoint.getComponent().getRegister(), endpoint.getCamelContext());
        Turns turns = new Turns(
                new Turns.Settings(
                        road(),
                        endpoint.getOutput(),
                        EventTypes.of(endpoint.getEvents()),
                        endpoint.getDeadLetter(),
                        endpoint.getMaxAge(),
                        endpoint.getInDoubt(),
                        Collation.within(endpoint.getCollate())),
                reader,
                endpoint.getTurns(),
                endpoint.getTurnBytes(),
                maxBody,
                endpoint.getComponent().sender(),
                new Turns.Threads(turnThreads, deadLetters, timer),
                reachable,
                System::nanoTime,
                (taken, over) -> ask(sessions, taken, over),
                sessions,
                DeadLetterListener.of(endpoint.getCamelContext()));
        Intake intake = new Intake(
                endpoint.getComponent().broker(), endpoint.getQueue(), road(), maxBody, reachable, turns::take, link);
        running = new Running(intake, turns, sessions, turnThreads, deadLetters, timer);
        HealthCheckRegistry registry = HealthCheckRegistry.get(endpoint.getCamelContext());
        if (registry != null) {
            registry.register(health);
        }
        intake.start(endpoint.getConsumers());
    }

    /** Their queue needs no bound of its own: no more messages are taken than turns allows. */
    private ExecutorService threads(String name, int count) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        profile.setPoolSize(count);
        profile.setMaxPoolSize(count);
        profile.setMaxQueueSize(-1);
        return getEndpoint().getCamelContext().getExecutorServiceManager().newThreadPool(this, name, profile);
    }

    @Override
    protected void doSuspend() throws Exception {
        running.turns().pause();
        running.intake().pause();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        running.turns().resume();
        running.intake().resume();
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
            stopping.turns().close();
            stopping.intake().close();
            stopping.sessions().close();
            ExecutorServiceManager executors = getEndpoint().getCamelContext().getExecutorServiceManager();
            executors.shutdownNow(stopping.timer());
            executors.shutdownNow(stopping.turnThreads());
            executors.shutdownNow(stopping.deadLetters());
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
        return now == null ? 0 : now.turns().underWay();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare: it was suspended.
    }

    // ---------------------------------------------------------------- one message

    private void ask(OwnSessions sessions, TakenMessage taken, Consumer<Exchange> over) {
        Exchange exchange;
        try {
            exchange = InputExchanges.exchange(
                    this,
                    endpoint,
                    sessions.owner(),
                    taken.last().input,
                    taken.asked(),
                    taken.last().delivery().message(),
                    taken.maybeHeard());
        } catch (JMSException e) {
            throw new IllegalStateException("the message does not say which it is", e);
        }
        taken.trace = tracing.received(road(), exchange);
        getAsyncProcessor().process(exchange, doneSync -> over.accept(exchange));
    }

    // ---------------------------------------------------------------- status

    @Override
    public String road() {
        return endpoint.getRoad();
    }

    @Override
    public Optional<DeadLetterStore> deadLetters() {
        return Optional.of(new DeadLetterReplay(
                () -> endpoint.getComponent().broker().dialling(maxBody),
                new CoreProperties(),
                endpoint.getDeadLetter(),
                endpoint.getQueue()));
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
        return now == null ? 0 : now.turns().taken();
    }

    @Override
    public int waiting() {
        Running now = running;
        return now == null ? 0 : now.turns().waiting();
    }
}
