package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.session.Outbox.Delivery;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * One conversation: its ids, its waiting turns and at most one live connection.
 *
 * <p>All state is confined to the mailbox and moved by {@link #transition}; the methods that begin with {@code on} are
 * the events, each with a full switch over the states where the state matters. Nothing here blocks.
 */
final class Session {

    /** An endpoint that said no so often in a row gets no more attempts on behalf of the turns that wait. */
    static final int REFUSAL_LIMIT = 3;

    /** A turn with more outputs than that is out of hand; only those kept for the caller are bounded by it. */
    static final int MAX_COLLECTED_OUTPUTS = 1_000;

    private enum OutOfStep {
        /** The turn may still go on at the Endpoint: only a fresh connection is safe. */
        AFTER_TIMEOUT,
        /** The turn failed at the Endpoint, which may or may not send a ping for it; the connection is kept. */
        AFTER_ERROR
    }

    private final String id;
    private final String userId;
    private final Agent agent;
    private final AgentSettings settings;
    private final Time time;

    private final Mailbox mailbox = new Mailbox();

    // Valid for the session's life.
    private final Deque<Turn> waiting = new ArrayDeque<>(2);
    private final TurnDeadlines deadlines;
    private final Outbox outbox;
    private final EventPublisher consumers;
    private volatile SessionState state = SessionState.NEW;
    /** Of the latest input; null for nobody. */
    private Object owner;

    private long lastActiveAt;
    private boolean everReady;
    private int failures;
    private int refusals;
    /** Why there is no connection; null while there is one. */
    private Loss lastLoss;

    private ConnectAdmission.Ticket ticket;
    private Cancellable retry = Cancellable.NOTHING;
    private boolean evicted;

    // Valid for one connection's life.
    private Attempt current;
    private Turn open;
    private long readyAt;
    private OutOfStep outOfStep;
    private long outOfStepSince;
    private Cancellable resync = Cancellable.NOTHING;

    Session(TurnRequest first, Agent agent) {
        this.id = first.sessionId();
        this.userId = first.userId();
        this.agent = agent;
        this.settings = agent.settings();
        this.time = agent.time();
        this.deadlines = new TurnDeadlines(time, mailbox, this::onTurnTimeout);
        this.outbox = new Outbox(mailbox, agent.routes(), agent::tell, this::onRouted);
        this.consumers = new EventPublisher(first, agent, outbox);
        this.lastActiveAt = time.nanoTime();
    }

    String id() {
        return id;
    }

    SessionState state() {
        return state;
    }

    void submit(Turn turn) {
        mailbox.execute(() -> onSubmit(turn));
    }

    void typing(EncodedEvent typing) {
        mailbox.execute(() -> onTyping(typing));
    }

    void checkIdle() {
        mailbox.execute(this::onCheckIdle);
    }

    void stop() {
        mailbox.execute(() -> end(inDoubt -> new AgentStoppedException(inDoubt, settings.name())));
    }

    void close() {
        mailbox.execute(this::onClose);
    }

    void close(Object formerOwner) {
        mailbox.execute(() -> onOwnerGone(formerOwner));
    }

    // ---------------------------------------------------------------- events: turns

    private void onSubmit(Turn turn) {
        if (evicted) {
            // It came while this session was closing, for idleness or with its owner; the agent has room for a new one.
            agent.submit(turn);
            return;
        }
        if (state == SessionState.CLOSED) {
            refuse(turn, new AgentStoppedException(false, settings.name()));
            return;
        }
        if (!userId.equals(turn.request.userId())) {
            refuse(
                    turn,
                    new InvalidInputException(
                            FailureCode.INVALID_ID,
                            "the session already has another userId, and ids must not change in mid-conversation"));
            return;
        }
        int bound = settings.bounds().maxQueuedTurnsPerSession();
        if (state != SessionState.READY && waiting.size() >= bound) {
            refuse(
                    turn,
                    new BoundExceededException(
                            false, "more than maxQueuedTurnsPerSession=" + bound + " turns wait in this session"));
            return;
        }
        touch();
        owner = turn.request.owner();
        waiting.add(turn);
        deadlines.add(turn);
        switch (state) {
            case NEW -> requestAdmission();
            case ADMISSION -> ticket.hasWaitingTurns();
            case READY -> writeNext();
            case OUT_OF_STEP -> armResync();
            case CONNECTING, IN_TURN, BACKOFF -> {} // It waits for what is under way.
            case CLOSED -> throw new IllegalStateException("handled above");
        }
    }

    private void onTurnTimeout(Turn turn) {
        String within = "within turnTimeout=" + turn.request.timeout().toMillis() + "ms";
        if (turn == open) {
            open = null;
            turn.fail(new TurnTimeoutException(
                    true, "the turn was not over " + within + "; the input had been written", null));
            enterOutOfStep(OutOfStep.AFTER_TIMEOUT);
            settle(turn);
        } else if (waiting.remove(turn)) {
            agent.turnLeftQueue();
            turn.fail(new TurnTimeoutException(false, "the input could not be sent " + within + whyNotSent(), cause()));
            settle(turn);
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
        Turn turn = delivery.turn();
        if (failure == null) {
            delivery.ackWhenRouted().acknowledge();
        } else if (turn == null) {
            agent.log()
                    .notRouted(
                            id,
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
            current.connection.send(typing);
        }
    }

    // ---------------------------------------------------------------- events: connection

    private void onAdmitted() {
        if (state != SessionState.ADMISSION) {
            return;
        }
        transition(SessionState.CONNECTING);
        Attempt attempt = new Attempt();
        current = attempt;
        try {
            attempt.connection = agent.connect(id, userId, attempt);
        } catch (RuntimeException | Error e) {
            // Against the seam's contract; but a slot that is never given back would end all connecting of the agent.
            String what = "the attempt could not begin (" + e.getClass().getName() + ")";
            onLost(attempt, new Loss(Source.CLIENT, Reason.CONNECT_FAILED, false, what, e));
        }
    }

    private void onReady(Attempt attempt) {
        if (attempt != current || state != SessionState.CONNECTING) {
            return;
        }
        ticket.release();
        agent.reached();
        everReady = true;
        refusals = 0;
        lastLoss = null;
        readyAt = time.nanoTime();
        transition(SessionState.READY);
        agent.log().connected(id);
        consumers.connected();
        writeNext();
    }

    private void onServerEvent(Attempt attempt, ServerEvent event, Ack ack) {
        if (attempt != current) {
            return;
        }
        if (event instanceof ServerEvent.Output output) {
            onOutput(output, ack);
            return;
        }
        // Only outputs can wait for their route: everything else is confirmed on receipt (PROTOCOL §9).
        ack.acknowledge();
        if (event instanceof ServerEvent.FinalPing ping) {
            onFinalPing(ping);
        } else if (event instanceof ServerEvent.ErrorOutput error) {
            onEndpointError(EventKind.ERROR, error, error.error());
        } else if (event instanceof ServerEvent.EndpointException exception) {
            onEndpointError(EventKind.EXCEPTION, exception, exception.error());
        } else if (event instanceof ServerEvent.Typing) {
            consumers.event(EventKind.TYPING_STATUS, open, event);
        }
    }

    private void onOutput(ServerEvent.Output output, Ack ack) {
        touch();
        Turn turn = open;
        if (turn == null) {
            consumers.unsolicited(output, ack);
            return;
        }
        ack.acknowledge();
        turn.outputCame();
        if (!turn.collectsOutputs()) {
            consumers.output(turn, output);
        } else if (turn.collected() < MAX_COLLECTED_OUTPUTS) {
            turn.collect(output.message());
        } else {
            turn.spoil(new BoundExceededException(
                    true, "the bot sent more than " + MAX_COLLECTED_OUTPUTS + " outputs in one turn"));
        }
        switch (turn.request.turnEnd()) {
            case FIRST_OUTPUT -> endOpenTurn(null);
            case SILENCE -> {
                int outputs = turn.outputs();
                turn.silenceIs(
                        time.after(turn.request.silence(), () -> mailbox.execute(() -> onTurnSilence(turn, outputs))));
            }
            case FINAL_PING -> {}
        }
    }

    private void onFinalPing(ServerEvent.FinalPing ping) {
        consumers.event(EventKind.FINAL_PING, open, ping);
        switch (state) {
            case IN_TURN -> {
                // Where the user said that pings do not end turns, a late one must not end the turn after its own.
                if (open.request.turnEnd() == TurnEnd.FINAL_PING) {
                    endOpenTurn(ping.type());
                }
            }
            case OUT_OF_STEP -> backInStep();
            case NEW, ADMISSION, CONNECTING, READY, BACKOFF, CLOSED -> {} // Stray: it belongs to no turn of ours.
        }
    }

    private void onEndpointError(EventKind kind, ServerEvent event, EndpointError error) {
        Turn turn = open;
        consumers.event(kind, turn, event);
        if (turn == null) {
            agent.log().errorOutsideTurn(id, kind);
            return;
        }
        open = null;
        // Not the message: what an Endpoint puts there may repeat what people said.
        turn.fail(new EndpointErrorException(error.code()));
        enterOutOfStep(OutOfStep.AFTER_ERROR);
        settle(turn);
    }

    private void onLost(Attempt attempt, Loss loss) {
        if (attempt != current) {
            return;
        }
        boolean wasConnected = state.connected();
        leaveConnection();
        ticket.release();
        lastLoss = loss;
        if (wasConnected) {
            boolean stable = time.nanoTime() - readyAt
                    >= settings.reconnecting().stablePeriod().toNanos();
            failures = stable ? 0 : failures;
            refusals = 0;
        } else {
            refusals = loss.refusal() ? refusals + 1 : 0;
            agent.notReached(loss);
        }
        failures++;
        Duration delay = settings.reconnecting().backoff().delay(failures, agent.random());
        transition(SessionState.BACKOFF);
        retry = time.after(delay, () -> mailbox.execute(this::onBackoffElapsed));
        agent.log().lost(id, loss, failures, delay);
        failOpenTurn(new TurnInDoubtException(
                "the connection was lost after the input was written (" + loss + "); it may have been processed",
                loss.cause()));
        if (wasConnected) {
            consumers.disconnected(loss);
        }
        if (refusals >= REFUSAL_LIMIT) {
            giveUpOnWaitingTurns(loss);
        }
    }

    private void giveUpOnWaitingTurns(Loss loss) {
        List<Turn> hopeless = drainWaiting();
        for (Turn turn : hopeless) {
            turn.fail(new ConnectFailedException(
                    "the Endpoint refused " + refusals + " connections in a row (" + loss
                            + "); check the Endpoint URL with its token, and the handshake",
                    loss.cause()));
            settle(turn);
        }
        if (!everReady) {
            // Nobody waits and nobody was ever reached: a new input may try again.
            evict();
        }
    }

    private void onBackoffElapsed() {
        if (state == SessionState.BACKOFF) {
            requestAdmission();
        }
    }

    private void onResyncTimeout() {
        // One that was on its way when it was cancelled may find the session out of step once more, for a later turn.
        if (state != SessionState.OUT_OF_STEP || resyncLeft() > 0) {
            return;
        }
        if (outOfStep == OutOfStep.AFTER_ERROR) {
            backInStep();
            return;
        }
        Connection stale = current.connection;
        leaveConnection();
        agent.log().freshConnection(id);
        consumers.disconnected(left("a fresh connection after a turn that timed out"));
        requestAdmission();
        stale.close();
    }

    // ---------------------------------------------------------------- events: end of life

    private void onCheckIdle() {
        boolean busy = open != null || !waiting.isEmpty() || outbox.size() > 0;
        long idle = time.nanoTime() - lastActiveAt;
        if (state != SessionState.CLOSED
                && !busy
                && idle >= settings.bounds().sessionIdleTimeout().toNanos()) {
            evict();
        }
    }

    private void evict() {
        boolean wasConnected = state.connected();
        evicted = true;
        close(inDoubt -> new AgentStoppedException(inDoubt, settings.name()));
        if (wasConnected) {
            consumers.disconnected(left("the session was idle"));
        }
    }

    private void onClose() {
        if (state != SessionState.CLOSED) {
            boolean wasConnected = state.connected();
            evicted = true;
            end(inDoubt -> new AgentStoppedException(inDoubt, settings.name()));
            if (wasConnected) {
                consumers.disconnected(left("an input closed the session"));
            }
        }
    }

    private void onOwnerGone(Object formerOwner) {
        if (state != SessionState.CLOSED && formerOwner.equals(owner)) {
            evicted = true;
            end(SessionMovedException::new);
        }
    }

    /** @param why the failure of each turn that is not over, given whether it is in doubt */
    private void end(Function<Boolean, TurnException> why) {
        if (state == SessionState.CLOSED) {
            return;
        }
        for (Delivery dropped : outbox.clear()) {
            if (dropped.turn() != null) {
                dropped.turn().fail(why.apply(true));
                settle(dropped.turn());
            }
        }
        close(why);
    }

    /** Ends the session with everything that hangs on it. */
    private void close(Function<Boolean, TurnException> why) {
        Connection connection = current == null ? null : current.connection;
        leaveConnection();
        retry.cancel();
        if (ticket != null) {
            ticket.release();
        }
        transition(SessionState.CLOSED);
        agent.forget(this);
        failOpenTurn(why.apply(true));
        for (Turn turn : drainWaiting()) {
            turn.fail(why.apply(false));
            settle(turn);
        }
        deadlines.end();
        if (connection != null) {
            connection.close();
        }
    }

    // ---------------------------------------------------------------- moves

    /** The only place where the state changes. */
    private void transition(SessionState next) {
        SessionState before = state;
        state = next;
        agent.stateChanged(before, next);
    }

    private void requestAdmission() {
        transition(SessionState.ADMISSION);
        ticket = agent.admission().request(!waiting.isEmpty(), () -> mailbox.execute(this::onAdmitted));
    }

    private void writeNext() {
        while (state == SessionState.READY && !waiting.isEmpty()) {
            Turn turn = waiting.peek();
            if (time.nanoTime() - turn.deadlineNanos >= 0) {
                // Its timer is late: an input whose time is up must not be written and so become in doubt.
                onTurnTimeout(turn);
                continue;
            }
            waiting.remove();
            agent.turnLeftQueue();
            int limit = settings.bounds().payloadLimit(current.connection.maxPayload());
            int bytes = turn.inputBytes() + Agent.FRAME_OVERHEAD;
            if (bytes > limit) {
                turn.fail(Agent.tooLarge(bytes, limit));
                settle(turn);
                continue;
            }
            open = turn;
            consumers.replyTo(turn.request.replyAddress());
            transition(SessionState.IN_TURN);
            current.connection.send(turn.takeInput());
            if (turn.tellsWhenSent()) {
                agent.tell(turn.tell());
            }
        }
    }

    private void endOpenTurn(String finalPingType) {
        Turn turn = open;
        open = null;
        turn.end(finalPingType);
        touch();
        transition(SessionState.READY);
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
        if (!turn.told()) {
            callers.execute(turn.tell());
        } else if (turn.failure() != null) {
            agent.log().failedAfterSent(id, turn.failure());
        }
    }

    private void enterOutOfStep(OutOfStep why) {
        transition(SessionState.OUT_OF_STEP);
        outOfStep = why;
        outOfStepSince = time.nanoTime();
        if (!waiting.isEmpty()) {
            armResync();
        }
    }

    /** The late ping gets its chance only once somebody waits for it; until then it may take as long as it likes. */
    private void armResync() {
        resync.cancel();
        resync = time.after(Duration.ofNanos(resyncLeft()), () -> mailbox.execute(this::onResyncTimeout));
    }

    private long resyncLeft() {
        long since = time.nanoTime() - outOfStepSince;
        return Math.max(0, settings.reconnecting().resyncTimeout().toNanos() - since);
    }

    private void backInStep() {
        resync.cancel();
        transition(SessionState.READY);
        writeNext();
    }

    /** Forgets what was valid for the connection only; its late events find another attempt and do nothing. */
    private void leaveConnection() {
        current = null;
        resync.cancel();
    }

    private List<Turn> drainWaiting() {
        List<Turn> turns = new ArrayList<>(waiting);
        waiting.clear();
        turns.forEach(turn -> agent.turnLeftQueue());
        return turns;
    }

    private void refuse(Turn turn, TurnException why) {
        agent.turnLeftQueue();
        turn.fail(why);
        settle(turn);
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
            default -> lastLoss == null ? ": no connection to the Endpoint yet" : ": no connection (" + lastLoss + ")";
        };
    }

    private Throwable cause() {
        return lastLoss == null ? null : lastLoss.cause();
    }

    /** One attempt to connect and, if it succeeds, one connection. Calls from an old one change nothing. */
    private final class Attempt implements ConnectionListener {

        private Connection connection;

        @Override
        public void onReady(Connection ready) {
            mailbox.execute(() -> Session.this.onReady(this));
        }

        @Override
        public void onEvent(Connection source, ServerEvent event, Ack ack) {
            mailbox.execute(() -> onServerEvent(this, event, ack));
        }

        @Override
        public void onClosed(Connection closed, Loss loss) {
            mailbox.execute(() -> onLost(this, loss));
        }
    }
}
