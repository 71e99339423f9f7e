package io.camelcognigy.session;

import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

    /** Of what all sessions together offer to choose. */
    private static final long MAX_OFFERED_CHARS = 16L << 20;

    private final AgentSettings settings;
    private final Connector connector;
    private final Time time;
    private final Executor routes;
    private final Callers callers;
    private final DoubleSupplier random;
    private final InputEncoder encoder;
    private final TurnFactory turns;
    private final String version;
    private final ConnectAdmission admission;
    private final AgentLog log;
    private final Offers offers;
    private final AgentObserver observer;

    private final Sessions sessions;
    private final Subscribers subscribers = new Subscribers();
    private final Outage outage;
    private final AtomicInteger waitingTurns = new AtomicInteger();

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
        this.callers = new Callers(routes);
        this.random = random;
        Connecting connecting = settings.connecting();
        Bounds bounds = settings.bounds();
        this.admission = new ConnectAdmission(connecting.rate(), connecting.concurrency(), time);
        this.version = connecting.address().fingerprint();
        this.log = new AgentLog(settings.name(), time);
        this.encoder = new InputEncoder(connecting.address().urlToken(), bounds.maxPayload());
        this.turns = new TurnFactory(encoder, time, random);
        this.offers = new Offers(bounds.maxSessions(), MAX_OFFERED_CHARS);
        this.sessions = new Sessions(bounds.maxSessions(), time, ids -> new Session(ids, this));
        this.outage = new Outage(time, log, () -> sessions.all().forEach(Session::wake));
        scheduleSweep();
    }

    /**
     * Queues one turn. The callback always comes, exactly once: no later than the request's timeout, or with the
     * agent's stop.
     */
    public void submit(TurnRequest request, TurnCallback callback) {
        Turn turn;
        try {
            if (draining) {
                throw new AgentStoppedException(false, settings.name());
            }
            turn = turns.create(request, callback);
            enterQueue();
        } catch (TurnException e) {
            // It was never a turn of a session.
            observer.turnEnded(e.outcome(), 0);
            callback.failed(e);
            return;
        }
        submit(turn);
    }

    /** Finds or opens the turn's session; the turn counts as waiting already. */
    void submit(Turn turn) {
        Session session = sessions.findOrOpen(turn.ids);
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

    /**
     * Opens a session again that a {@link SessionRegister} knows, without an input: it is connected when it is its turn,
     * after those with turns that wait, and what comes unasked goes to the consumers with the entry's reply address.
     *
     * @param quiet for how long nothing had come or gone
     * @param owner who it belongs to, as {@link TurnRequest#owner}; the register itself, as a rule
     */
    public Reopening reopen(SessionEntry entry, Duration quiet, Object owner) {
        if (draining) {
            return Reopening.NO_AGENT;
        }
        if (!version().equals(entry.agentVersion())) {
            return Reopening.OTHER_ENDPOINT;
        }
        if (quiet.compareTo(settings.bounds().sessionIdleTimeout()) >= 0) {
            return Reopening.IDLE;
        }
        if (sessions.has(entry.ids().sessionId())) {
            return Reopening.THERE;
        }
        Session session = sessions.findOrOpen(entry.ids());
        if (session == null) {
            return Reopening.NO_ROOM;
        }
        session.reopen(entry, quiet, owner);
        // The stop may have looked for sessions just before this one was there.
        if (stopped) {
            session.stop();
        }
        return Reopening.OPENED;
    }

    /** Which Endpoint this is: another where its server or its token is another (PROTOCOL §10). */
    public String version() {
        return version;
    }

    /** The house is full: who has been idle longest goes, if nothing hangs on it; if all are busy, the turn does. */
    private void makeRoom(Turn turn) {
        Session longest = sessions.longestIdle();
        if (longest != null) {
            longest.makeRoom(made -> submit(turn));
            return;
        }
        turnLeftQueue();
        turn.fail(new BoundExceededException(
                false, "maxSessions=" + sessions.max() + " sessions of agent '" + settings.name() + "' are all busy"));
        turn.close();
        closed(turn, callers);
    }

    /**
     * Tells the other side that the user types, or stopped. Sent only if the session exists and is connected, else
     * dropped: it is worth nothing later (PROTOCOL §7).
     */
    public void typing(String sessionId, TypingStatus status) {
        Session session = sessions.find(sessionId);
        if (session != null) {
            session.typing(encoder.encode(status));
        }
    }

    /** Whether that session is open: its conversation is under way here. Cheap. */
    public boolean hasSession(String sessionId) {
        return sessions.has(sessionId);
    }

    /**
     * Ends that session, if there is one; an input for it opens it anew. Its turns that are not over fail with an {@link
     * AgentStoppedException}.
     *
     * @param why is told to whom it concerns, in words; shows nobody's
     * @return whether there is one
     */
    public boolean closeSession(String sessionId, String why) {
        Session session = sessions.find(sessionId);
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
        sessions.all().forEach(session -> session.close(owner));
    }

    /**
     * Closes that session if its latest input came from that owner and nothing hangs on it: no turn, no output that is not
     * routed. Another instance goes on with it.
     *
     * @param gone told, on any thread, whether it is not that owner's any more
     */
    public void letGo(String sessionId, Object owner, Consumer<Boolean> gone) {
        Session session = sessions.find(sessionId);
        if (session == null) {
            gone.accept(true);
        } else {
            session.letGo(owner, gone);
        }
    }

    public void subscribe(EventSubscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(EventSubscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** Whether somebody takes the outputs of sessions with that reply address. */
    public boolean outputsAreTaken(Map<String, Object> replyAddress) {
        return !subscribers.of(EventKind.OUTPUT, replyAddress).isEmpty();
    }

    /**
     * False only while sessions try to connect, the last attempt failed and nobody is connected. An agent on which nobody
     * tries counts as reachable: an input is what shows it. Cheap.
     */
    public boolean reachable() {
        return outage.failure() == null || sessions.count() == 0 || sessions.connected() > 0;
    }

    public AgentSnapshot snapshot() {
        Loss failure = outage.failure();
        int open = sessions.count();
        int connected = sessions.connected();
        boolean unreachable = failure != null && connected == 0 && (open > 0 || outage.failedOfLate());
        return new AgentSnapshot(
                settings.name(),
                open,
                connected,
                sessions.in(SessionState.IN_TURN),
                waitingTurns.get(),
                failure,
                unreachable);
    }

    /** The open sessions, those first that have been quiet longest. Looks at each of them. */
    public List<SessionSnapshot> sessionSnapshots() {
        return sessions.all().stream()
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
        sessions.all().forEach(Session::drain);
    }

    /** Ends all sessions and, with an {@link AgentStoppedException}, all turns that are not over. Idempotent. */
    @Override
    public void close() {
        draining = true;
        stopped = true;
        sweep.cancel();
        sessions.all().forEach(Session::stop);
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

    Sessions sessions() {
        return sessions;
    }

    Subscribers subscribers() {
        return subscribers;
    }

    Executor callers() {
        return callers;
    }

    Connection connect(TurnRequest.Ids ids, ConnectionListener listener) {
        return connector.open(settings.connecting().request(ids), listener);
    }

    void turnLeftQueue() {
        waitingTurns.decrementAndGet();
    }

    /** Counts the turn, and tells the caller who was not told when it was sent. */
    void closed(Turn turn, Executor tellers) {
        observer.turnEnded(turn.outcome(), time.nanoTime() - turn.submittedAt());
        if (!turn.told()) {
            tellers.execute(turn.tell());
        } else if (turn.failure() != null) {
            log.failedAfterSent(turn.ids.sessionId(), turn.failure());
        }
    }

    void reached() {
        observer.connected();
        outage.reached();
    }

    void notReached(Loss loss) {
        observer.connectFailed(loss.reason());
        outage.notReached(loss);
    }

    // ---------------------------------------------------------------- inside

    private void enterQueue() throws BoundExceededException {
        int bound = settings.bounds().maxQueuedTurns();
        if (waitingTurns.incrementAndGet() > bound) {
            turnLeftQueue();
            throw new BoundExceededException(
                    false, "more than maxQueuedTurns=" + bound + " turns wait in agent '" + settings.name() + "'");
        }
    }

    private void scheduleSweep() {
        Duration quarter = settings.bounds().sessionIdleTimeout().dividedBy(4);
        Duration interval = quarter.compareTo(MIN_IDLE_SWEEP) < 0 ? MIN_IDLE_SWEEP : quarter;
        sweep = time.after(interval, () -> {
            sessions.all().forEach(Session::checkIdle);
            if (!stopped) {
                scheduleSweep();
            }
        });
    }
}
