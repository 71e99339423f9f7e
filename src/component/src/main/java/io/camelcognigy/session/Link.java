package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * One session's link to its Endpoint: it asks for admission, attempts to connect, waits after a failure or a loss, and
 * begins again, for as long as the session lives. What is said on a connection is the session's business.
 *
 * <p>Confined to the session's serial executor; the methods that begin with {@code on} are its events.
 *
 * <p>How long it waits: attempts that fail count in a row, until one succeeds. A connection that was ready and did not
 * hold counts for itself and not far, so that a server which accepts and drops is not hammered; one that held, and was
 * then cut as a proxy cuts idle ones, counts for nothing. A turn that comes in the meantime brings the attempt forward,
 * once per wait and never below the first steps of the backoff.
 */
final class Link {

    /** An endpoint that said no so often in a row gets no more attempts on behalf of the turns that wait. */
    static final int REFUSAL_LIMIT = 3;

    /** Connections that did not hold count up to this step of the backoff. */
    static final int DROP_STEPS = 4;

    /** A turn that comes in backoff waits no longer than this step takes. */
    static final int HURRIED_STEPS = 3;

    private final TurnRequest.Ids ids;
    private final Owner owner;
    private final CurrentState state;
    private final Agent agent;
    private final Time time;
    private final Executor serial;
    private final Reconnecting settings;

    // Valid for the session's life.
    private boolean everReady;
    private int failures;
    private int drops;
    private int refusals;
    /** Why there is no connection; null while there is one. */
    private Loss lastLoss;

    private ConnectAdmission.Ticket ticket;
    private Cancellable retry = Cancellable.NOTHING;
    private long retryAt;
    private boolean hurried;

    // Valid for one connection's life.
    private Attempt current;
    private long readyAt;

    /** The session, as its link sees it. Called within the session's serial executor. */
    interface Owner {

        boolean turnsWait();

        /** There is a connection now; the state is {@link SessionState#READY}. */
        void ready();

        /** @param size the length of the event's JSON on the wire */
        void received(ServerEvent event, Ack ack, int size);

        /** A connection was lost, or an attempt failed; the state is {@link SessionState#BACKOFF}. */
        void lost(Loss loss, boolean wasConnected);

        /** {@link #lost} came first. */
        void refused(Loss loss, int timesInARow);
    }

    Link(TurnRequest.Ids ids, Owner owner, CurrentState state, Agent agent, Executor serial) {
        this.ids = ids;
        this.owner = owner;
        this.state = state;
        this.agent = agent;
        this.time = agent.time();
        this.serial = serial;
        this.settings = agent.settings().reconnecting();
    }

    /** Connects without a turn that waits for it: the Endpoint has known the session for long. */
    void open() {
        everReady = true;
        requestAdmission();
    }

    /** A turn waits for the connection now. */
    void turnWaits() {
        switch (state.get()) {
            case NEW -> requestAdmission();
            case ADMISSION -> ticket.hasWaitingTurns();
            case BACKOFF -> hurry();
            case CONNECTING, READY, IN_TURN, OUT_OF_STEP, CLOSED -> {} // There is nothing to hurry.
        }
    }

    /** Only while connected. */
    void send(EncodedEvent event) {
        current.connection.send(event);
    }

    /** What the server of this connection takes. Only while connected. */
    OptionalInt maxPayload() {
        return current.connection.maxPayload();
    }

    /** Whether more is to be read from this connection. Does nothing while there is none. */
    void reading(boolean on) {
        if (state.connected()) {
            current.connection.reading(on);
        }
    }

    /** Whether the Endpoint ever took this session. */
    boolean everReady() {
        return everReady;
    }

    /** Why there is no connection; null if there is one, or was no attempt yet. */
    Loss lastLoss() {
        return lastLoss;
    }

    /** Leaves the connection for a fresh one. Only while connected. */
    void renew() {
        Connection stale = leave();
        requestAdmission();
        stale.close();
    }

    /**
     * Ends everything: no attempt is made any more.
     *
     * @return the connection or attempt that there was, to be closed; null if there was none
     */
    Connection end() {
        retry.cancel();
        if (ticket != null) {
            ticket.release();
        }
        return leave();
    }

    /** Somebody has reached the Endpoint after an outage. */
    void onWake() {
        if (state.is(SessionState.BACKOFF) && owner.turnsWait()) {
            retry.cancel();
            requestAdmission();
        }
    }

    private void onAdmitted() {
        if (!state.is(SessionState.ADMISSION)) {
            return;
        }
        state.moveTo(SessionState.CONNECTING);
        Attempt attempt = new Attempt();
        current = attempt;
        try {
            attempt.connection = agent.connect(ids, attempt);
        } catch (RuntimeException | Error e) {
            // Against the seam's contract; but a slot that is never given back would end all connecting of the agent.
            String what = "the attempt could not begin (" + e.getClass().getName() + ")";
            onLost(attempt, new Loss(Source.CLIENT, Reason.CONNECT_FAILED, false, what, e));
        }
    }

    private void onReady(Attempt attempt) {
        if (attempt != current || !state.is(SessionState.CONNECTING)) {
            return;
        }
        ticket.release();
        everReady = true;
        failures = 0;
        refusals = 0;
        lastLoss = null;
        readyAt = time.nanoTime();
        state.moveTo(SessionState.READY);
        agent.reached();
        owner.ready();
    }

    private void onEvent(Attempt attempt, ServerEvent event, Ack ack, int size) {
        if (attempt == current) {
            owner.received(event, ack, size);
        }
    }

    private void onLost(Attempt attempt, Loss loss) {
        if (attempt != current) {
            return;
        }
        boolean wasConnected = state.connected();
        leave();
        ticket.release();
        lastLoss = loss;
        if (wasConnected) {
            boolean held = time.nanoTime() - readyAt >= settings.stablePeriod().toNanos();
            drops = held ? 0 : Math.min(drops + 1, DROP_STEPS);
            refusals = 0;
        } else {
            failures++;
            refusals = loss.refusal() ? refusals + 1 : 0;
            agent.notReached(loss);
        }
        backOff(loss);
        owner.lost(loss, wasConnected);
        if (refusals >= REFUSAL_LIMIT) {
            owner.refused(loss, refusals);
        }
    }

    private void onBackoffElapsed() {
        if (state.is(SessionState.BACKOFF)) {
            requestAdmission();
        }
    }

    private void requestAdmission() {
        state.moveTo(SessionState.ADMISSION);
        ticket = agent.admission().request(owner.turnsWait(), () -> serial.execute(this::onAdmitted));
    }

    private void backOff(Loss loss) {
        Duration delay = settings.backoff().delay(step(), agent.random());
        state.moveTo(SessionState.BACKOFF);
        hurried = false;
        retryAfter(delay);
        agent.log().lost(ids.sessionId(), loss, step(), delay);
    }

    private void hurry() {
        if (hurried) {
            return;
        }
        hurried = true;
        Duration delay = settings.backoff().delay(Math.min(step(), HURRIED_STEPS), agent.random());
        if (time.nanoTime() + delay.toNanos() - retryAt < 0) {
            retry.cancel();
            retryAfter(delay);
        }
    }

    private void retryAfter(Duration delay) {
        retryAt = time.nanoTime() + delay.toNanos();
        retry = time.after(delay, () -> serial.execute(this::onBackoffElapsed));
    }

    private int step() {
        return Math.max(1, drops + failures);
    }

    /** Forgets what was valid for the connection only; its late events find another attempt and do nothing. */
    private Connection leave() {
        Connection left = current == null ? null : current.connection;
        current = null;
        return left;
    }

    /** One attempt to connect and, if it succeeds, one connection. Calls from an old one change nothing. */
    private final class Attempt implements ConnectionListener {

        private Connection connection;

        @Override
        public void onReady(Connection ready) {
            serial.execute(() -> Link.this.onReady(this));
        }

        @Override
        public void onEvent(Connection source, ServerEvent event, Ack ack, int size) {
            serial.execute(() -> Link.this.onEvent(this, event, ack, size));
        }

        @Override
        public void onClosed(Connection closed, Loss loss) {
            serial.execute(() -> onLost(this, loss));
        }
    }
}
