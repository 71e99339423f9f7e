package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.UnroutedEvents.Delivery;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One conversation, from its first input until it is idle for too long or ended. It has at most one live connection, by its
 * {@link Link}, runs its {@link SessionTurns} on it, and tells consumers of all that happens by its {@link EventPublisher}.
 *
 * <p>All of them are confined to the session's serial executor and share its {@link CurrentState}. The methods that any
 * thread may call come first; those that begin with {@code on} are what they do within the executor. Nothing here blocks.
 */
final class Session implements Link.Owner {

    private final TurnRequest.Ids ids;
    private final Agent agent;

    private final SerialExecutor serial = new SerialExecutor();
    private final CurrentState state;
    private final Activity activity;
    private final Link link;
    private final EventPublisher consumers;
    private final SessionTurns turns;
    /** Closed, but not for good: the next input opens it anew. */
    private boolean evicted;

    Session(TurnRequest.Ids ids, Agent agent) {
        this.ids = ids;
        this.agent = agent;
        this.state = new CurrentState(agent.sessions());
        this.activity = new Activity(agent.time(), agent.settings().bounds());
        this.link = new Link(ids, this, state, agent, serial);
        this.consumers = new EventPublisher(ids, agent, serial, link::reading, this::onRouted);
        this.turns = new SessionTurns(ids, agent, serial, state, activity, link, consumers);
    }

    String id() {
        return ids.sessionId();
    }

    /** As of a moment ago. */
    SessionState state() {
        return state.get();
    }

    /** A guess, as nothing here is read in order. Only {@link #makeRoom} knows. */
    boolean busy() {
        return state.is(SessionState.NEW)
                || state.is(SessionState.IN_TURN)
                || turns.areWaiting()
                || consumers.haveUnrouted();
    }

    /** As of a moment ago. */
    long lastActiveAt() {
        return activity.lastAt();
    }

    /** As of a moment ago. */
    SessionSnapshot snapshot() {
        return new SessionSnapshot(
                ids.sessionKey(),
                id(),
                state(),
                busy(),
                turns.waiting(),
                activity.age(),
                activity.quiet(),
                turns.replyAddress());
    }

    void submit(Turn turn) {
        serial.execute(() -> onSubmit(turn));
    }

    /** Opens it without an input, as it was elsewhere. */
    void reopen(SessionEntry entry, Duration quiet, Object owner) {
        serial.execute(() -> onReopen(entry, quiet, owner));
    }

    void typing(EncodedEvent typing) {
        serial.execute(() -> onTyping(typing));
    }

    void checkIdle() {
        serial.execute(this::onCheckIdle);
    }

    /**
     * Another session needs the place.
     *
     * @param done told whether this session has made room, which it does only if nothing hangs on it
     */
    void makeRoom(Consumer<Boolean> done) {
        serial.execute(() -> onMakeRoom(done));
    }

    /** Somebody has reached the Endpoint after an outage. */
    void wake() {
        if (state.is(SessionState.BACKOFF)) {
            serial.execute(link::onWake);
        }
    }

    void drain() {
        serial.execute(this::onDrain);
    }

    void stop() {
        serial.execute(this::onStop);
    }

    void closeFor(String why) {
        serial.execute(() -> onClose(why));
    }

    void close(Object formerOwner) {
        serial.execute(() -> onOwnerGone(formerOwner));
    }

    /**
     * Another instance wants to go on with it.
     *
     * @param gone told whether it is not that owner's any more; one that something hangs on stays
     */
    void letGo(Object formerOwner, Consumer<Boolean> gone) {
        serial.execute(() -> onLetGo(formerOwner, gone));
    }

    // ---------------------------------------------------------------- events: turns

    private void onSubmit(Turn turn) {
        if (evicted) {
            // It came while this session was closing, for idleness or with its owner; the agent has room for a new one.
            agent.submit(turn);
        } else if (state.is(SessionState.CLOSED)) {
            turns.refuse(turn, stopped(false));
        } else {
            turns.submit(turn);
        }
    }

    private void onReopen(SessionEntry entry, Duration quiet, Object owner) {
        if (state.is(SessionState.NEW)) {
            activity.reopened(quiet);
            consumers.reopened(entry.replyAddress());
            turns.reopened(owner, entry.replyAddress());
            link.open();
        }
        // Else an input came first.
    }

    private void onTyping(EncodedEvent typing) {
        // Never buffered: a typing indication is worth nothing later (PROTOCOL §7).
        if (state.connected()) {
            link.send(typing);
        }
    }

    private void onRouted(Turn turn, Executor callers) {
        activity.touch();
        if (turn != null) {
            turns.routed(turn, callers);
        }
    }

    // ---------------------------------------------------------------- events: the link

    @Override
    public boolean turnsWait() {
        return turns.areWaiting();
    }

    @Override
    public void ready() {
        agent.log().connected(id());
        consumers.connected();
        turns.writeNext();
    }

    @Override
    public void received(ServerEvent event, Ack ack, int size) {
        if (event instanceof ServerEvent.Output output) {
            turns.onOutput(output, ack, size);
            return;
        }
        // Only outputs can wait for their route: everything else is confirmed on receipt (PROTOCOL §9).
        ack.acknowledge();
        if (event instanceof ServerEvent.FinalPing ping) {
            turns.onFinalPing(ping, size);
        } else if (event instanceof ServerEvent.ErrorOutput error) {
            turns.onEndpointError(EventKind.ERROR, error, error.error(), size);
        } else if (event instanceof ServerEvent.EndpointException exception) {
            turns.onEndpointError(EventKind.EXCEPTION, exception, exception.error(), size);
        } else if (event instanceof ServerEvent.Typing) {
            turns.event(EventKind.TYPING_STATUS, event, size);
        }
    }

    @Override
    public void lost(Loss loss, boolean wasConnected) {
        turns.lost(loss);
        if (wasConnected) {
            consumers.disconnected(loss);
        }
    }

    @Override
    public void refused(Loss loss, int timesInARow) {
        turns.failWaiting(turn -> new ConnectFailedException(
                "the Endpoint refused " + timesInARow + " connections in a row (" + loss
                        + "); check the Endpoint URL with its token, and the handshake",
                loss.cause()));
        if (!link.everReady()) {
            // Nobody waits and nobody was ever reached: a new input may try again.
            evict("the Endpoint refuses it");
        }
    }

    // ---------------------------------------------------------------- events: end of life

    private void onCheckIdle() {
        if (idle() && activity.quietForTooLong()) {
            evict("the session was idle");
        }
    }

    private void onMakeRoom(Consumer<Boolean> done) {
        boolean idle = !state.is(SessionState.NEW) && idle();
        if (idle) {
            agent.log().madeRoom(id());
            evict("another session needed its place");
        }
        done.accept(idle);
    }

    private void onDrain() {
        turns.failWaiting(turn -> stopped(false));
    }

    private void onStop() {
        if (!state.is(SessionState.CLOSED)) {
            end(this::stopped);
        }
    }

    private void onClose(String why) {
        if (!state.is(SessionState.CLOSED)) {
            boolean wasConnected = state.connected();
            evicted = true;
            end(this::stopped);
            conversationEnded(wasConnected, why);
        }
    }

    private void onOwnerGone(Object formerOwner) {
        if (!state.is(SessionState.CLOSED) && turns.belongTo(formerOwner)) {
            evicted = true;
            end(SessionMovedException::new);
        }
    }

    private void onLetGo(Object formerOwner, Consumer<Boolean> gone) {
        boolean its = !state.is(SessionState.CLOSED) && turns.belongTo(formerOwner);
        boolean goes = its && idle();
        if (goes) {
            evicted = true;
            end(SessionMovedException::new);
        }
        gone.accept(goes || !its);
    }

    /** Whether nobody misses anything if the session is closed. */
    private boolean idle() {
        return !state.is(SessionState.CLOSED) && turns.none() && !consumers.haveUnrouted();
    }

    /** Nothing hangs on it. */
    private void evict(String why) {
        boolean wasConnected = state.connected();
        evicted = true;
        close(this::stopped);
        conversationEnded(wasConnected, why);
    }

    private void conversationEnded(boolean wasConnected, String why) {
        turns.conversationEnded();
        consumers.ended(wasConnected, why);
    }

    private AgentStoppedException stopped(boolean inDoubt) {
        return new AgentStoppedException(inDoubt, agent.settings().name());
    }

    /** @param why the failure of each turn that is not over, given whether it is in doubt */
    private void end(Function<Boolean, TurnException> why) {
        for (Delivery dropped : consumers.drop()) {
            if (dropped.turn() != null) {
                turns.fail(dropped.turn(), why.apply(true));
            }
        }
        close(why);
    }

    /** Ends the session with everything that hangs on it. */
    private void close(Function<Boolean, TurnException> why) {
        Connection connection = link.end();
        state.moveTo(SessionState.CLOSED);
        agent.sessions().forget(this);
        turns.end(why);
        if (connection != null) {
            connection.close();
        }
    }
}
