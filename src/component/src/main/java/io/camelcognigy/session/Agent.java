package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProcessInput;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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

    /** The official rule for ids (PROTOCOL §10). */
    static final int MAX_ID_LENGTH = 256;

    /** The characters {@code 42} that precede an event on the wire. */
    static final int FRAME_OVERHEAD = 2;

    private static final Duration MIN_IDLE_SWEEP = Duration.ofMillis(100);

    private final AgentSettings settings;
    private final Connector connector;
    private final Time time;
    private final Executor routes;
    private final DoubleSupplier random;
    private final String turnIdPrefix;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final ConnectAdmission admission;
    private final AgentLog log;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger sessionCount = new AtomicInteger();
    private final AtomicInteger waitingTurns = new AtomicInteger();
    private final AtomicLong turnNumber = new AtomicLong();
    private final AtomicIntegerArray sessionsByState = new AtomicIntegerArray(SessionState.values().length);
    private final List<EventSubscriber> subscribers = new CopyOnWriteArrayList<>();

    private volatile Map<EventKind, List<EventSubscriber>> subscribersByKind = Map.of();
    private volatile Loss connectFailure;
    private volatile boolean everReachable;
    private volatile boolean stopped;
    private volatile Cancellable sweep = Cancellable.NOTHING;

    /**
     * @param connector closed together with the agent
     * @param routes where consumers' routes and callers' callbacks run
     * @param random numbers from 0 (inclusive) to 1 (exclusive), for jitter and turn ids
     */
    public Agent(AgentSettings settings, Connector connector, Time time, Executor routes, DoubleSupplier random) {
        this.settings = settings;
        this.connector = connector;
        this.time = time;
        this.routes = routes;
        this.random = random;
        Connecting connecting = settings.connecting();
        this.admission = new ConnectAdmission(connecting.rate(), connecting.concurrency(), time);
        this.log = new AgentLog(settings.name(), time);
        // Turn ids of two runs or two instances must not be mistaken for each other.
        this.turnIdPrefix = Long.toString((long) (random.getAsDouble() * (1L << 40)), 36) + "-";
        scheduleSweep();
    }

    /**
     * Queues one turn. The callback always comes, exactly once: no later than the request's timeout, or with the
     * agent's stop.
     */
    public void submit(TurnRequest request, TurnCallback callback) {
        if (stopped) {
            callback.failed(new AgentStoppedException(false, settings.name()));
            return;
        }
        EncodedEvent input;
        try {
            validate(request);
            input = encode(request);
        } catch (TurnException e) {
            callback.failed(e);
            return;
        }
        int bound = settings.bounds().maxQueuedTurns();
        if (waitingTurns.incrementAndGet() > bound) {
            waitingTurns.decrementAndGet();
            callback.failed(new BoundExceededException(
                    false, "more than maxQueuedTurns=" + bound + " turns wait in agent '" + settings.name() + "'"));
            return;
        }
        long deadline = time.nanoTime() + request.timeout().toNanos();
        String turnId = turnIdPrefix + turnNumber.incrementAndGet();
        submit(new Turn(turnId, request, input, deadline, callback));
    }

    /** Finds or opens the turn's session; the turn counts as waiting already. */
    void submit(Turn turn) {
        Session session = sessions.computeIfAbsent(turn.request.sessionId(), id -> openSession(turn.request));
        if (session != null) {
            session.submit(turn);
            if (stopped) {
                // The stop may have looked for sessions just before this one was there.
                session.stop();
            }
            return;
        }
        turnLeftQueue();
        turn.fail(new BoundExceededException(
                false,
                "more than maxSessions=" + settings.bounds().maxSessions() + " sessions in agent '" + settings.name()
                        + "'"));
        turn.close();
        tell(turn.tell());
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

    /**
     * Ends that session, if there is one; an input for it opens it anew. Its turns that are not over fail with an {@link
     * AgentStoppedException}.
     */
    public void closeSession(String sessionId) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.close();
        }
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

    public AgentSnapshot snapshot() {
        int connected = 0;
        for (SessionState state : SessionState.values()) {
            connected += state.connected() ? sessionsByState.get(state.ordinal()) : 0;
        }
        return new AgentSnapshot(
                settings.name(),
                sessionCount.get(),
                connected,
                sessionsByState.get(SessionState.IN_TURN.ordinal()),
                waitingTurns.get(),
                connectFailure);
    }

    public AgentSettings settings() {
        return settings;
    }

    /** Ends all sessions and, with an {@link AgentStoppedException}, all turns that are not over. Idempotent. */
    @Override
    public void close() {
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

    AgentLog log() {
        return log;
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

    Connection connect(String sessionId, String userId, ConnectionListener listener) {
        Connecting connecting = settings.connecting();
        HandshakeParameters parameters = new HandshakeParameters(
                connecting.address().urlToken(), userId, sessionId, connecting.testMode(), true);
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
        sessionsByState.decrementAndGet(before.ordinal());
        sessionsByState.incrementAndGet(after.ordinal());
    }

    void reached() {
        boolean news = connectFailure != null || !everReachable;
        connectFailure = null;
        everReachable = true;
        if (news) {
            log.reachable();
        }
    }

    void notReached(Loss loss) {
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
        } catch (RejectedExecutionException e) {
            // The context stops and has taken its threads along; the caller must be told all the same.
            telling.run();
        }
    }

    static InvalidInputException tooLarge(int bytes, int limit) {
        return new InvalidInputException(
                FailureCode.PAYLOAD_TOO_LARGE,
                "the input takes " + bytes + " bytes on the wire and the limit is " + limit + " (maxPayload)");
    }

    // ---------------------------------------------------------------- inside

    private Session openSession(TurnRequest first) {
        if (sessionCount.incrementAndGet() > settings.bounds().maxSessions()) {
            sessionCount.decrementAndGet();
            return null;
        }
        sessionsByState.incrementAndGet(SessionState.NEW.ordinal());
        return new Session(first, this);
    }

    private void validate(TurnRequest request) throws InvalidInputException {
        checkId("sessionId", request.sessionId());
        checkId("userId", request.userId());
        boolean noText = request.text() == null || request.text().isBlank();
        if (noText && request.data() == null && !request.resetFlow()) {
            // The REST Endpoint answers such an input with an error, and Webchat refuses to send it (PROTOCOL §7).
            throw new InvalidInputException(FailureCode.EMPTY_INPUT, "the input has neither text nor data");
        }
    }

    private static void checkId(String name, String id) throws InvalidInputException {
        if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
            throw new InvalidInputException(
                    FailureCode.INVALID_ID, "the " + name + " must have 1 to " + MAX_ID_LENGTH + " characters");
        }
        // Half a surrogate pair has no UTF-8: on the wire, different ids could become one conversation.
        if (!isUnicode(id)) {
            throw new InvalidInputException(FailureCode.INVALID_ID, "the " + name + " is not valid Unicode text");
        }
    }

    private static boolean isUnicode(String id) {
        int point;
        for (int i = 0; i < id.length(); i += Character.charCount(point)) {
            point = id.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    private EncodedEvent encode(TurnRequest request) throws InvalidInputException {
        // Data alone travel with an empty text; only a pure reset leaves the key out (PROTOCOL §7).
        String text = request.text() == null && request.data() != null ? "" : request.text();
        EncodedEvent input;
        try {
            input = codec.encode(new ProcessInput(
                    settings.connecting().address().urlToken(),
                    request.userId(),
                    request.sessionId(),
                    request.channel(),
                    request.passthroughIp(),
                    request.resetFlow(),
                    text,
                    request.data()));
        } catch (IllegalArgumentException e) {
            // Its message names a class or a depth, never a value.
            throw new InvalidInputException(FailureCode.INVALID_FIELD, "the data cannot be sent: " + e.getMessage());
        }
        int bytes = input.bytes() + FRAME_OVERHEAD;
        int configured = settings.bounds().maxPayload().orElse(Integer.MAX_VALUE);
        if (bytes > configured) {
            throw tooLarge(bytes, configured);
        }
        return input;
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
