package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.session.UnroutedEvents.Delivery;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One conversation: its ids, its waiting turns and, by its {@link Link}, at most one live connection.
 *
 * <p>All state is confined to one serial executor and moved by {@link #moveTo}; the methods that begin with {@code on}
 * are the events, each with a full switch over the states where the state matters. Nothing here blocks.
 */
final class Session implements Link.Owner {

    private final TurnRequest.Ids ids;
    private final Agent agent;
    private final AgentSettings settings;
    private final Time time;

    private final SerialExecutor serial = new SerialExecutor();

    // Valid for the session's life.
    private final Link link;
    private final WaitingTurns waiting;
    private final TurnDeadlines deadlines;
    private final UnroutedEvents unrouted;
    private final EventPublisher consumers;
    private volatile SessionState state = SessionState.NEW;
    /** Of the latest input; null for nobody. */
    private Object owner;

    /** Of the latest input. */
    private volatile Map<String, Object> replyAddress = Map.of();

    private final long openedAt;
    private volatile long lastActiveAt;
    private boolean spokeAgain;
    /** An input was written. */
    private boolean begun;
    /** Whether what is offered to choose has to be known. */
    private boolean mapsChoices;

    private boolean evicted;

    // Valid for one connection's life.
    private Turn open;
    private final Resync resync;

    Session(TurnRequest.Ids ids, Agent agent) {
        this.ids = ids;
        this.agent = agent;
        this.settings = agent.settings();
        this.time = agent.time();
        this.link = new Link(ids, this, agent, serial);
        this.waiting = new WaitingTurns(agent, this::settle);
        this.resync = new Resync(time, serial, settings.reconnecting().resyncTimeout(), this::onResyncTimeout);
        this.deadlines = new TurnDeadlines(time, serial, this::onTurnTimeout);
        this.unrouted = new UnroutedEvents(serial, agent.routes(), agent::tell, this::onRouted);
        this.consumers = new EventPublisher(ids, agent, unrouted, link::reading);
        this.openedAt = time.nanoTime();
        this.lastActiveAt = openedAt;
    }

    String id() {
        return ids.sessionId();
    }

    /** From any thread: as of a moment ago. */
    @Override
    public SessionState state() {
        return state;
    }

    /** From any thread: a guess, as nothing here is read in order. Only {@link #makeRoom} knows. */
    boolean busy() {
        return state == SessionState.NEW || state == SessionState.IN_TURN || turnsWait() || unrouted.size() > 0;
    }

    /** From any thread: as of a moment ago. */
    long lastActiveAt() {
        return lastActiveAt;
    }

    /** From any thread: as of a moment ago. */
    SessionSnapshot snapshot() {
        long now = time.nanoTime();
        return new SessionSnapshot(
                ids.sessionKey(),
                id(),
                state,
                busy(),
                waiting.size(),
                Duration.ofNanos(now - openedAt),
                Duration.ofNanos(Math.max(0, now - lastActiveAt)),
                replyAddress);
    }

    void submit(Turn turn) {
        serial.execute(() -> onSubmit(turn));
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
        if (state == SessionState.BACKOFF) {
            serial.execute(link::onWake);
        }
    }

    void drain() {
        serial.execute(this::onDrain);
    }

    void stop() {
        serial.execute(() -> end(this::stopped));
    }

    void closeFor(String why) {
        serial.execute(() -> onClose(why));
    }

    void close(Object formerOwner) {
        serial.execute(() -> onOwnerGone(formerOwner));
    }

    // ---------------------------------------------------------------- events: turns

    private void onSubmit(Turn turn) {
        if (evicted) {
            // It came while this session was closing, for idleness or with its owner; the agent has room for a new one.
            agent.submit(turn);
            return;
        }
        if (state == SessionState.CLOSED) {
            waiting.fail(turn, stopped(false));
            return;
        }
        if (!ids.userId().equals(turn.ids.userId())) {
            waiting.fail(
                    turn,
                    new InvalidInputException(
                            FailureCode.INVALID_ID,
                            "the session already has another userId, and ids must not change in mid-conversation"));
            return;
        }
        int bound = settings.bounds().maxQueuedTurnsPerSession();
        if (state != SessionState.READY && waiting.size() >= bound) {
            waiting.fail(
                    turn,
                    new BoundExceededException(
                            false, "more than maxQueuedTurnsPerSession=" + bound + " turns wait in this session"));
            return;
        }
        touch();
        spokeAgain = state != SessionState.NEW;
        owner = turn.owner;
        replyAddress = turn.replyAddress;
        waiting.add(turn);
        deadlines.add(turn);
        switch (state) {
            case READY -> writeNext();
            case OUT_OF_STEP -> resync.turnWaits();
            case NEW, ADMISSION, CONNECTING, IN_TURN, BACKOFF -> link.turnWaits();
            case CLOSED -> throw new IllegalStateException("handled above");
        }
    }

    private void onTurnTimeout(Turn turn) {
        String within = "within turnTimeout=" + turn.handling.timeout().toMillis() + "ms";
        if (turn == open) {
            passOnRest(false);
            open = null;
            turn.fail(new TurnTimeoutException(
                    true, "the turn was not over " + within + "; the input had been written", null));
            enterOutOfStep(Resync.Why.TIMEOUT);
            settle(turn);
        } else if (waiting.contains(turn)) {
            String what = "the input could not be sent " + within + whyNotSent();
            waiting.fail(turn, new TurnTimeoutException(false, what, cause()));
        } else if (turn.over() && !turn.closed()) {
            turn.fail(new OutputNotRoutedException(
                    "the bot was done, but not all of its outputs were routed to the end " + within, null));
            settle(turn);
        }
    }

    private void onTurnSilence(Turn turn, int outputs) {
        // Another output may have come while the timer was on its way.
        if (turn == open && turn.outputs() == outputs) {
            endOpenTurn(null);
        }
    }

    private void onRouted(Delivery delivery, Throwable failure, Executor callers) {
        touch();
        consumers.routed();
        Turn turn = delivery.turn();
        if (failure != null && delivery.event().kind() == EventKind.OUTPUT) {
            agent.observer().unrouted();
        }
        if (failure == null) {
            delivery.ackWhenRouted().acknowledge();
        } else if (turn == null) {
            agent.log()
                    .notRouted(
                            id(),
                            delivery.event().kind(),
                            delivery.ackWhenRouted().requested(),
                            failure);
        } else {
            turn.spoil(new OutputNotRoutedException("a route that consumes output events failed", failure));
        }
        if (turn != null) {
            turn.routed();
            settle(turn, callers);
        }
    }

    private void onTyping(EncodedEvent typing) {
        // Never buffered: a typing indication is worth nothing later (PROTOCOL §7).
        if (state.connected()) {
            link.send(typing);
        }
    }

    // ---------------------------------------------------------------- events: the link

    @Override
    public boolean turnsWait() {
        return !waiting.isEmpty();
    }

    @Override
    public void ready() {
        agent.log().connected(id());
        consumers.connected();
        writeNext();
    }

    @Override
    public void received(ServerEvent event, Ack ack, int size) {
        if (event instanceof ServerEvent.Output output) {
            onOutput(output, ack, size);
            return;
        }
        // Only outputs can wait for their route: everything else is confirmed on receipt (PROTOCOL §9).
        ack.acknowledge();
        if (event instanceof ServerEvent.FinalPing ping) {
            onFinalPing(ping, size);
        } else if (event instanceof ServerEvent.ErrorOutput error) {
            onEndpointError(EventKind.ERROR, error, error.error(), size);
        } else if (event instanceof ServerEvent.EndpointException exception) {
            onEndpointError(EventKind.EXCEPTION, exception, exception.error(), size);
        } else if (event instanceof ServerEvent.Typing) {
            consumers.event(EventKind.TYPING_STATUS, open, event, size);
        }
    }

    @Override
    public void lost(Loss loss, boolean wasConnected) {
        resync.cancel();
        passOnRest(false);
        failOpenTurn(new TurnInDoubtException(
                "the connection was lost after the input was written (" + loss + "); it may have been processed",
                loss.cause()));
        if (wasConnected) {
            consumers.disconnected(loss);
        }
    }

    @Override
    public void refused(Loss loss, int timesInARow) {
        waiting.failAll(turn -> new ConnectFailedException(
                "the Endpoint refused " + timesInARow + " connections in a row (" + loss
                        + "); check the Endpoint URL with its token, and the handshake",
                loss.cause()));
        if (!link.everReady()) {
            // Nobody waits and nobody was ever reached: a new input may try again.
            evict("the Endpoint refuses it");
        }
    }

    private void onOutput(ServerEvent.Output output, Ack ack, int size) {
        touch();
        Turn turn = open;
        agent.observer().output(turn != null);
        if (turn == null) {
            noteOffer(null, output.message(), size);
            consumers.unsolicited(output, ack, size);
            return;
        }
        ack.acknowledge();
        if (turn.outputs() == 0) {
            agent.observer().firstOutput(lastActiveAt - turn.writtenAt());
        }
        for (Message complete : turn.outputCame(output.message(), size)) {
            passOn(turn, complete, null);
        }
        switch (turn.handling.turnEnd()) {
            case FIRST_OUTPUT -> {
                if (turn.parts() > 0) {
                    endOpenTurn(null);
                }
            }
            case SILENCE -> {
                int outputs = turn.outputs();
                turn.silenceIs(
                        time.after(turn.handling.silence(), () -> serial.execute(() -> onTurnSilence(turn, outputs))));
            }
            case FINAL_PING -> {}
        }
    }

    /** @param last whether nothing of the turn comes after it; null where that is not known */
    private void passOn(Turn turn, Message output, Boolean last) {
        turn.partGoesOut();
        int size = turn.takeSize();
        noteOffer(turn, output, size);
        if (turn.collectsOutputs()) {
            boolean kept = turn.collect(output, size, settings.bounds().maxUnroutedBytes());
            if (kept && turn.listener() != null) {
                consumers.outputTo(turn.listener(), turn, new ServerEvent.Output(output), size);
            }
        } else {
            consumers.output(turn, new ServerEvent.Output(output), size, last);
        }
    }

    private void noteOffer(Turn turn, Message output, int size) {
        if (mapsChoices) {
            agent.offers().said(id(), turn == null ? null : turn.id, output, size);
        }
    }

    /**
     * Nothing more comes of the open turn, if there is one: answers that are not complete go out as they are.
     *
     * @param wellEnded whether all was said
     */
    private void passOnRest(boolean wellEnded) {
        if (open != null) {
            Iterator<Message> rest = open.rest().iterator();
            while (rest.hasNext()) {
                Message output = rest.next();
                passOn(open, output, wellEnded && !rest.hasNext() ? Boolean.TRUE : null);
            }
        }
    }

    private void onFinalPing(ServerEvent.FinalPing ping, int size) {
        if (open != null && open.handling.turnEnd() == TurnEnd.FINAL_PING) {
            passOnRest(true);
        }
        consumers.event(EventKind.FINAL_PING, open, ping, size);
        switch (state) {
            case IN_TURN -> {
                // Where the user said that pings do not end turns, a late one must not end the turn after its own.
                if (open.handling.turnEnd() == TurnEnd.FINAL_PING) {
                    endOpenTurn(ping.type());
                }
            }
            case OUT_OF_STEP -> backInStep();
            case NEW, ADMISSION, CONNECTING, READY, BACKOFF, CLOSED -> {} // Stray: it belongs to no turn of ours.
        }
    }

    private void onEndpointError(EventKind kind, ServerEvent event, EndpointError error, int size) {
        Turn turn = open;
        passOnRest(false);
        consumers.event(kind, turn, event, size);
        if (turn == null) {
            agent.log().errorOutsideTurn(id(), kind);
            return;
        }
        open = null;
        // Not the message: what an Endpoint puts there may repeat what people said.
        turn.fail(new EndpointErrorException(error.code()));
        enterOutOfStep(Resync.Why.ERROR);
        settle(turn);
    }

    private void onResyncTimeout() {
        if (state != SessionState.OUT_OF_STEP || !resync.due()) {
            return;
        }
        if (!resync.needsFreshConnection()) {
            backInStep();
            return;
        }
        resync.cancel();
        agent.log().freshConnection(id());
        consumers.disconnected(left("a fresh connection after a turn that timed out"));
        link.renew();
    }

    // ---------------------------------------------------------------- events: end of life

    private void onCheckIdle() {
        if (idle() && time.nanoTime() - lastActiveAt >= idleTimeout().toNanos()) {
            evict("the session was idle");
        }
    }

    private void onMakeRoom(Consumer<Boolean> done) {
        boolean idle = state != SessionState.NEW && idle();
        if (idle) {
            agent.log().madeRoom(id());
            evict("another session needed its place");
        }
        done.accept(idle);
    }

    private void onDrain() {
        waiting.failAll(turn -> stopped(false));
    }

    private void onClose(String why) {
        if (state != SessionState.CLOSED) {
            boolean wasConnected = state.connected();
            evicted = true;
            end(inDoubt -> new AgentStoppedException(inDoubt, settings.name()));
            tellEnd(wasConnected, why);
        }
    }

    private void onOwnerGone(Object formerOwner) {
        if (state != SessionState.CLOSED && formerOwner.equals(owner)) {
            evicted = true;
            end(SessionMovedException::new);
        }
    }

    /** Whether nobody misses anything if the session is closed. */
    private boolean idle() {
        return state != SessionState.CLOSED && open == null && waiting.isEmpty() && unrouted.size() == 0;
    }

    private Duration idleTimeout() {
        Duration timeout = settings.bounds().sessionIdleTimeout();
        Duration once = settings.bounds().singleInputIdleTimeout();
        return spokeAgain || timeout.compareTo(once) < 0 ? timeout : once;
    }

    private void evict(String why) {
        boolean wasConnected = state.connected();
        evicted = true;
        close(this::stopped);
        tellEnd(wasConnected, why);
    }

    private void tellEnd(boolean wasConnected, String why) {
        if (wasConnected) {
            consumers.disconnected(left(why));
        }
        if (begun) {
            consumers.closed(left(why));
        }
    }

    private AgentStoppedException stopped(boolean inDoubt) {
        return new AgentStoppedException(inDoubt, settings.name());
    }

    /** @param why the failure of each turn that is not over, given whether it is in doubt */
    private void end(Function<Boolean, TurnException> why) {
        if (state == SessionState.CLOSED) {
            return;
        }
        for (Delivery dropped : unrouted.clear()) {
            if (dropped.turn() != null) {
                dropped.turn().fail(why.apply(true));
                settle(dropped.turn());
            }
        }
        close(why);
    }

    /** Ends the session with everything that hangs on it. */
    private void close(Function<Boolean, TurnException> why) {
        resync.cancel();
        Connection connection = link.end();
        moveTo(SessionState.CLOSED);
        agent.forget(this);
        failOpenTurn(why.apply(true));
        waiting.failAll(turn -> why.apply(false));
        deadlines.end();
        if (connection != null) {
            connection.close();
        }
    }

    // ---------------------------------------------------------------- moves

    /** The only place where the state changes. */
    @Override
    public void moveTo(SessionState next) {
        SessionState before = state;
        state = next;
        agent.stateChanged(before, next);
    }

    private void writeNext() {
        while (state == SessionState.READY && !waiting.isEmpty()) {
            Turn turn = waiting.first();
            if (time.nanoTime() - turn.deadlineNanos >= 0) {
                // Its timer is late: an input whose time is up must not be written and so become in doubt.
                onTurnTimeout(turn);
                continue;
            }
            waiting.take();
            try {
                turn.understand(agent.offers(), agent.encoder());
                InputEncoder.checkSize(turn.input(), settings.bounds().payloadLimit(link.maxPayload()));
            } catch (InvalidInputException e) {
                turn.fail(e);
                settle(turn);
                continue;
            }
            open = turn;
            consumers.replyTo(turn.replyAddress);
            mapsChoices = turn.mapsChoices();
            if (!begun) {
                begun = true;
                consumers.opened();
            }
            moveTo(SessionState.IN_TURN);
            turn.written(time.nanoTime());
            link.send(turn.takeInput());
            agent.observer().turnWritten(turn.writtenAt() - turn.submittedAt());
            if (turn.tellsWhenSent()) {
                agent.tell(turn.tell());
            }
        }
    }

    private void endOpenTurn(String finalPingType) {
        Turn turn = open;
        passOnRest(true);
        if (mapsChoices) {
            agent.offers().over(id(), turn.id);
        }
        if (turn.parts() == 0 && !turn.collectsOutputs()) {
            consumers.silence(turn);
        }
        open = null;
        turn.end(finalPingType);
        touch();
        moveTo(SessionState.READY);
        settle(turn);
        writeNext();
    }

    private void failOpenTurn(TurnException cause) {
        if (open != null) {
            Turn turn = open;
            open = null;
            turn.fail(cause);
            settle(turn);
        }
    }

    /** Closes the turn if it is at its end, and tells the caller who was not told when it was sent. */
    private void settle(Turn turn) {
        settle(turn, agent::tell);
    }

    private void settle(Turn turn, Executor callers) {
        if (!turn.close()) {
            return;
        }
        deadlines.remove(turn);
        agent.turnEnded(turn);
        if (!turn.told()) {
            callers.execute(turn.tell());
        } else if (turn.failure() != null) {
            agent.log().failedAfterSent(id(), turn.failure());
        }
    }

    private void enterOutOfStep(Resync.Why why) {
        moveTo(SessionState.OUT_OF_STEP);
        resync.begin(why);
        if (!waiting.isEmpty()) {
            resync.turnWaits();
        }
    }

    private void backInStep() {
        resync.cancel();
        moveTo(SessionState.READY);
        writeNext();
    }

    /** A connection that we ended: its own report comes too late, when the session has left it behind. */
    private static Loss left(String why) {
        return new Loss(Source.CLIENT, Reason.CLOSED_BY_US, true, why, null);
    }

    private void touch() {
        lastActiveAt = time.nanoTime();
    }

    private String whyNotSent() {
        return switch (state) {
            case IN_TURN -> ": the turn before it was still going on";
            case OUT_OF_STEP -> ": the turn before it ended without its final ping";
            default ->
                link.lastLoss() == null
                        ? ": no connection to the Endpoint yet"
                        : ": no connection (" + link.lastLoss() + ")";
        };
    }

    private Throwable cause() {
        return link.lastLoss() == null ? null : link.lastLoss().cause();
    }
}
