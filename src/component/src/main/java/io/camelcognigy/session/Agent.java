package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * One Cognigy Endpoint under a name of ours, with all its sessions. Producers submit turns, consumers subscribe to
 * events; both sides of one agent use the same sessions.
 *
 * <p>Thread-safe. Nothing here blocks; callbacks and subscribers run on the executor given as {@code routes}, which must
 * offer a thread to every session whose route may block.
 */
public final class Agent implements AutoCloseable {

    private static final Duration MIN_IDLE_SWEEP = Duration.ofMillis(100);

    /** Whoever is reached wakes the others at most so often: an Endpoint that takes one and refuses one is not hammered. */
    private static final Duration MIN_WAKE = Duration.ofSeconds(1);

    /** Of what all sessions together offer to choose. */
    private static final long MAX_OFFERED_CHARS = 16L << 20;

    /** For so long a failure counts for the health of an agent on which nobody tries any more. */
    private static final Duration FAILURE_IS_NEWS = Duration.ofMinutes(1);

    private final AgentSettings settings;
    private final Connector connector;
    private final Time time;
    private final Executor routes;
    private final DoubleSupplier random;
    private final String turnIdPrefix;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final InputEncoder encoder;
    private final ConnectAdmission admission;
    private final AgentLog log;
    private final Offers offers;
    private final AgentObserver observer;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final LongestIdle longestIdle;
    private final AtomicInteger sessionCount = new AtomicInteger();
    private final AtomicInteger waitingTurns = new AtomicInteger();
    private final AtomicLong turnNumber = new AtomicLong();
    private final AtomicIntegerArray sessionsByState = new AtomicIntegerArray(SessionState.values().length);
    private final List<EventSubscriber> subscribers = new CopyOnWriteArrayList<>();

    private volatile Map<EventKind, List<EventSubscriber>> subscribersByKind = Map.of();
    private volatile Loss connectFailure;
    private volatile long connectFailedAt;
    private volatile boolean everReachable;
    private final AtomicLong nextWake;
    /** Turns are refused. */
    private volatile boolean draining;

    private volatile boolean stopped;
    private volatile Cancellable sweep = Cancellable.NOTHING;

    /**
     * @param connector closed together with the agent
     * @param routes where consumers' routes and callers' callbacks run
     * @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter and turn ids
     */
    public Agent(AgentSettings settings, Connector connector, Time time, Executor routes, DoubleSupplier random) {
        this(settings, connector, time, routes, random, AgentObserver.NONE);
    }

    /**
     * @param connector closed together with the agent
     * @param routes where consumers' routes and callers' callbacks run
     * @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter and turn ids
     */
    public Agent(
            AgentSettings settings,
            Connector connector,
            Time time,
            Executor routes,
            DoubleSupplier random,
            AgentObserver observer) {
        this.observer = GuardedObserver.of(observer);
        this.settings = settings;
        this.connector = connector;
        this.time = time;
        this.routes = routes;
        this.random = random;
        Connecting connecting = settings.connecting();
        this.admission = new ConnectAdmission(connecting.rate(), connecting.concurrency(), time);
        this.log = new AgentLog(settings.name(), time);
        this.encoder = new InputEncoder(
                codec, connecting.address().urlToken(), settings.bounds().maxPayload());
        this.offers = new Offers(settings.bounds().maxSessions(), MAX_OFFERED_CHARS);
        this.longestIdle = new LongestIdle(sessions.values(), time);
        this.nextWake = new AtomicLong(time.nanoTime());
        // Turn ids of two runs or two instances must not be mistaken for each other.
        this.turnIdPrefix = Long.toString((long) (random.getAsDouble() * (1L << 40)), 36) + "-";
        scheduleSweep();
    }

    /**
     * Queues one turn. The callback always comes, exactly once: no later than the request's timeout, or with the
     * agent's stop.
     */
    public void submit(TurnRequest request, TurnCallback callback) {
        if (draining) {
            refuse(callback, new AgentStoppedException(false, settings.name()));
            return;
        }
        EncodedEvent input;
        try {
            input = encoder.encode(request);
        } catch (TurnException e) {
            refuse(callback, e);
            return;
        }
        int bound = settings.bounds().maxQueuedTurns();
        if (waitingTurns.incrementAndGet() > bound) {
            waitingTurns.decrementAndGet();
            refuse(
                    callback,
                    new BoundExceededException(
                            false,
                            "more than maxQueuedTurns=" + bound + " turns wait in agent '" + settings.name() + "'"));
            return;
        }
        long deadline = time.nanoTime() + request.handling().timeout().toNanos();
        String turnId = turnIdPrefix + turnNumber.incrementAndGet();
        submit(new Turn(turnId, request, input, deadline, callback));
    }

    /** Finds or opens the turn's session; the turn counts as waiting already. */
    void submit(Turn turn) {
        Session session = sessions.computeIfAbsent(turn.ids.sessionId(), id -> openSession(turn.ids));
        if (session == null) {
            makeRoom(turn);
            return;
        }
        session.submit(turn);
        // The stop may have looked for sessions just before this one was there.
        if (stopped) {
            session.stop();
        } else if (draining) {
            session.drain();
        }
    }

    /** The house is full: who has been idle longest goes, if nothing hangs on it; if all are busy, the turn does. */
    private void makeRoom(Turn turn) {
        Session longest = longestIdle.next();
        if (longest != null) {
            longest.makeRoom(made -> submit(turn));
            return;
        }
        turnLeftQueue();
        turn.fail(new BoundExceededException(
                false,
                "maxSessions=" + settings.bounds().maxSessions() + " sessions of agent '" + settings.name()
                        + "' are all busy"));
        turn.close();
        turnEnded(turn);
        tell(turn.tell());
    }

    /** It was never a turn of a session. */
    private void refuse(TurnCallback callback, TurnException why) {
        observer.turnEnded(why.outcome(), 0);
        callback.failed(why);
    }

    /** It is closed. */
    void turnEnded(Turn turn) {
        Outcome outcome =
                turn.failure() == null ? Outcome.ANSWERED : turn.failure().outcome();
        observer.turnEnded(outcome, time.nanoTime() - turn.submittedAt());
    }

    /**
     * Tells the other side that the user types, or stopped. Sent only if the session exists and is connected, else
     * dropped: it is worth nothing later (PROTOCOL §7).
     */
    public void typing(String sessionId, TypingStatus status) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.typing(codec.encode(status));
        }
    }

    /** Whether that session is open: its conversation is under way here. Cheap. */
    public boolean hasSession(String sessionId) {
        return sessions.containsKey(sessionId);
    }

    /**
     * Ends that session, if there is one; an input for it opens it anew. Its turns that are not over fail with an {@link
     * AgentStoppedException}.
     *
     * @param why is told to whom it concerns, in words; shows nobody's
     * @return whether there is one
     */
    public boolean closeSession(String sessionId, String why) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.closeFor(why);
        }
        return session != null;
    }

    /**
     * Closes the sessions whose latest input came from that owner: another instance goes on with them. Their turns that
     * are not over fail with a {@link SessionMovedException}. An input for the same session opens it anew.
     */
    public void closeSessions(Object owner) {
        sessions.values().forEach(session -> session.close(owner));
    }

    public void subscribe(EventSubscriber subscriber) {
        subscribers.add(subscriber);
        indexSubscribers();
    }

    public void unsubscribe(EventSubscriber subscriber) {
        subscribers.remove(subscriber);
        indexSubscribers();
    }

    /** Whether somebody takes the outputs of sessions with that reply address. */
    public boolean outputsAreTaken(Map<String, Object> replyAddress) {
        return !subscribers(EventKind.OUTPUT, replyAddress).isEmpty();
    }

    /**
     * False only while sessions try to connect, the last attempt failed and nobody is connected. An agent on which nobody
     * tries counts as reachable: an input is what shows it. Cheap.
     */
    public boolean reachable() {
        return connectFailure == null || sessionCount.get() == 0 || connected() > 0;
    }

    public AgentSnapshot snapshot() {
        Loss failure = connectFailure;
        int open = sessionCount.get();
        int connected = connected();
        boolean news = open > 0 || time.nanoTime() - connectFailedAt < FAILURE_IS_NEWS.toNanos();
        return new AgentSnapshot(
                settings.name(),
                open,
                connected,
                sessionsByState.get(SessionState.IN_TURN.ordinal()),
                waitingTurns.get(),
                failure,
                failure != null && connected == 0 && news);
    }

    /** The open sessions, those first that have been quiet longest. Looks at each of them. */
    public List<SessionSnapshot> sessionSnapshots() {
        return sessions.values().stream()
                .map(Session::snapshot)
                .sorted(Comparator.comparing(SessionSnapshot::quiet).reversed())
                .toList();
    }

    public AgentSettings settings() {
        return settings;
    }

    /**
     * The stop is near: from now on turns are refused, and those that are not written fail at once, both with an {@link
     * AgentStoppedException} that says that they were not sent. Turns that are written go on until {@link #close()}.
     * Idempotent.
     */
    public void drain() {
        draining = true;
        sessions.values().forEach(Session::drain);
    }

    /** Ends all sessions and, with an {@link AgentStoppedException}, all turns that are not over. Idempotent. */
    @Override
    public void close() {
        draining = true;
        stopped = true;
        sweep.cancel();
        sessions.values().forEach(Session::stop);
        connector.close();
    }

    // ---------------------------------------------------------------- for sessions

    Time time() {
        return time;
    }

    Executor routes() {
        return routes;
    }

    double random() {
        return random.getAsDouble();
    }

    ConnectAdmission admission() {
        return admission;
    }

    InputEncoder encoder() {
        return encoder;
    }

    Offers offers() {
        return offers;
    }

    AgentLog log() {
        return log;
    }

    AgentObserver observer() {
        return observer;
    }

    /** Those that take events of that kind from a session with that reply address. */
    List<EventSubscriber> subscribers(EventKind kind, Map<String, Object> replyAddress) {
        List<EventSubscriber> subscribed = subscribersByKind.getOrDefault(kind, List.of());
        for (EventSubscriber subscriber : subscribed) {
            if (!subscriber.serves(replyAddress)) {
                return subscribed.stream().filter(s -> s.serves(replyAddress)).toList();
            }
        }
        return subscribed;
    }

    Connection connect(TurnRequest.Ids ids, ConnectionListener listener) {
        Connecting connecting = settings.connecting();
        HandshakeParameters parameters = new HandshakeParameters(
                connecting.address().urlToken(), ids.userId(), ids.sessionId(), connecting.testMode(), true);
        ConnectRequest request = new ConnectRequest(
                connecting.address(),
                connecting.handshake(),
                parameters,
                connecting.connectTimeout(),
                connecting.readyTimeout(),
                connecting.onReadyTimeout());
        return connector.open(request, listener);
    }

    void turnLeftQueue() {
        waitingTurns.decrementAndGet();
    }

    void stateChanged(SessionState before, SessionState after) {
        // In this order: who is connected and goes on must not be missing in between.
        sessionsByState.incrementAndGet(after.ordinal());
        sessionsByState.decrementAndGet(before.ordinal());
    }

    void reached() {
        observer.connected();
        boolean recovered = connectFailure != null;
        boolean news = recovered || !everReachable;
        connectFailure = null;
        everReachable = true;
        if (news) {
            log.reachable();
        }
        if (recovered) {
            wakeSessions();
        }
    }

    /** Those that wait to try again, with turns that wait for them, ask for admission now. */
    private void wakeSessions() {
        long now = time.nanoTime();
        long due = nextWake.get();
        if (now - due >= 0 && nextWake.compareAndSet(due, now + MIN_WAKE.toNanos())) {
            sessions.values().forEach(Session::wake);
        }
    }

    void notReached(Loss loss) {
        observer.connectFailed(loss.reason());
        connectFailedAt = time.nanoTime();
        connectFailure = loss;
    }

    void forget(Session session) {
        if (sessions.remove(session.id(), session)) {
            sessionCount.decrementAndGet();
            sessionsByState.decrementAndGet(session.state().ordinal());
        }
    }

    /** Tells a caller on the route executor, so that no route ever runs on the transport's or a timer's thread. */
    void tell(Runnable telling) {
        try {
            routes.execute(telling);
        } catch (RuntimeException | Error e) {
            // The context stops and has taken its threads along, or no thread can be started. The caller must be told.
            telling.run();
        }
    }

    // ---------------------------------------------------------------- inside

    private Session openSession(TurnRequest.Ids ids) {
        if (sessionCount.incrementAndGet() > settings.bounds().maxSessions()) {
            sessionCount.decrementAndGet();
            return null;
        }
        sessionsByState.incrementAndGet(SessionState.NEW.ordinal());
        return new Session(ids, this);
    }

    private int connected() {
        return sessionsByState.get(SessionState.READY.ordinal())
                + sessionsByState.get(SessionState.IN_TURN.ordinal())
                + sessionsByState.get(SessionState.OUT_OF_STEP.ordinal());
    }

    private synchronized void indexSubscribers() {
        Map<EventKind, List<EventSubscriber>> index = new EnumMap<>(EventKind.class);
        for (EventKind kind : EventKind.values()) {
            index.put(kind, subscribers.stream().filter(s -> s.wants(kind)).toList());
        }
        subscribersByKind = index;
    }

    private void scheduleSweep() {
        Duration quarter = settings.bounds().sessionIdleTimeout().dividedBy(4);
        Duration interval = quarter.compareTo(MIN_IDLE_SWEEP) < 0 ? MIN_IDLE_SWEEP : quarter;
        sweep = time.after(interval, () -> {
            sessions.values().forEach(Session::checkIdle);
            if (!stopped) {
                scheduleSweep();
            }
        });
    }
}
