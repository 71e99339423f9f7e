package io.camelcognigy.session;

import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.ServerEvent.EndpointError;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.Loss;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The turns of one session: one after the other, each from its queue to the wire and to its end. They move the session
 * between {@link SessionState#READY}, {@link SessionState#IN_TURN} and {@link SessionState#OUT_OF_STEP}; what brings it to
 * and from the other states is the business of its {@link Link}. Confined to the session's serial executor, but for
 * what is said to be for any thread.
 */
final class SessionTurns {

    private final TurnRequest.Ids ids;
    private final Agent agent;
    private final Bounds bounds;
    private final Time time;
    private final CurrentState state;
    private final Activity activity;
    private final Link link;
    private final EventPublisher consumers;

    private final WaitingTurns waiting;
    private final OpenTurn open;
    private final TurnDeadlines deadlines;
    private final Resync resync;
    private final Registration registration;
    /** Of the latest input; null for nobody. */
    private Object owner;
    /** Of the latest input. */
    private volatile Map<String, Object> replyAddress = Map.of();

    SessionTurns(
            TurnRequest.Ids ids,
            Agent agent,
            Executor serial,
            CurrentState state,
            Activity activity,
            Link link,
            EventPublisher consumers) {
        this.ids = ids;
        this.agent = agent;
        this.bounds = agent.settings().bounds();
        this.time = agent.time();
        this.state = state;
        this.activity = activity;
        this.link = link;
        this.consumers = consumers;
        this.waiting = new WaitingTurns(agent, this::settle);
        this.open = new OpenTurn(ids.sessionId(), agent, serial, consumers, () -> endOpenTurn(null));
        this.deadlines = new TurnDeadlines(time, serial, this::onTurnTimeout);
        this.resync = new Resync(time, serial, agent.settings().reconnecting().resyncTimeout(), this::onResyncTimeout);
        this.registration = new Registration(ids, agent);
    }

    /** Whether some are not written yet. From any thread: a guess. */
    boolean areWaiting() {
        return !waiting.isEmpty();
    }

    /** How many are not written yet. From any thread: a guess. */
    int waiting() {
        return waiting.size();
    }

    /** Where the answer to the latest input goes. From any thread: as of a moment ago. */
    Map<String, Object> replyAddress() {
        return replyAddress;
    }

    /** Whether none waits and none is in flight. */
    boolean none() {
        return !open.exists() && waiting.isEmpty();
    }

    /** Whether the latest input came from that owner. */
    boolean belongTo(Object somebody) {
        return somebody.equals(owner);
    }

    /** They began elsewhere: the session is that owner's from now on. */
    void reopened(Object by, Map<String, Object> replyAddress) {
        owner = by;
        registration.reopened(by, replyAddress);
    }

    /** The next one begins a conversation of its own. */
    void conversationEnded() {
        registration.ended();
    }

    // ---------------------------------------------------------------- their beginning

    void submit(Turn turn) {
        TurnException refusal = whyRefused(turn);
        if (refusal != null) {
            refuse(turn, refusal);
            return;
        }
        activity.input(!state.is(SessionState.NEW));
        owner = turn.owner;
        replyAddress = turn.replyAddress;
        waiting.add(turn);
        deadlines.add(turn);
        switch (state.get()) {
            case READY -> writeNext();
            case OUT_OF_STEP -> resync.turnWaits();
            case NEW, ADMISSION, CONNECTING, IN_TURN, BACKOFF -> link.turnWaits();
            case CLOSED -> throw new IllegalStateException("a closed session takes no turns");
        }
    }

    /** One that counts as waiting already. */
    void refuse(Turn turn, TurnException why) {
        waiting.fail(turn, why);
    }

    private TurnException whyRefused(Turn turn) {
        if (!ids.userId().equals(turn.ids.userId())) {
            return new InvalidInputException(
                    FailureCode.INVALID_ID,
                    "the session already has another userId, and ids must not change in mid-conversation");
        }
        int bound = bounds.maxQueuedTurnsPerSession();
        if (!state.is(SessionState.READY) && waiting.size() >= bound) {
            return new BoundExceededException(
                    false, "more than maxQueuedTurnsPerSession=" + bound + " turns wait in this session");
        }
        return null;
    }

    /** Nothing keeps the next turn from the wire, unless there is none. */
    void writeNext() {
        while (state.is(SessionState.READY) && !waiting.isEmpty()) {
            Turn turn = waiting.first();
            if (time.nanoTime() - turn.deadlineNanos >= 0) {
                // Its timer is late: an input whose time is up must not be written and so become in doubt.
                onTurnTimeout(turn);
                continue;
            }
            try {
                turn.prepare(agent.offers(), agent.encoder(), bounds.payloadLimit(link.maxPayload()));
            } catch (InvalidInputException e) {
                waiting.fail(turn, e);
                continue;
            }
            write(waiting.take());
        }
    }

    private void write(Turn turn) {
        open.begin(turn);
        consumers.inputGoesOut(turn.replyAddress);
        registration.live(turn.owner, turn.replyAddress);
        state.moveTo(SessionState.IN_TURN);
        turn.written(time.nanoTime());
        link.send(turn.takeInput());
        agent.observer().turnWritten(ids.sessionId(), turn.writtenAt() - turn.submittedAt());
        if (turn.tellsWhenSent()) {
            agent.callers().execute(turn.tell());
        }
    }

    // ---------------------------------------------------------------- what the Endpoint says

    void onOutput(ServerEvent.Output output, Ack ack, int size) {
        if (!open.exists()) {
            registration.live();
        }
        open.output(output, ack, size, activity.touch());
    }

    /** Anything else, which neither begins nor ends a turn. */
    void event(EventKind kind, ServerEvent event, int size) {
        consumers.event(kind, open.get(), event, size);
    }

    void onFinalPing(ServerEvent.FinalPing ping, int size) {
        // Where the user said that pings do not end turns, a late one must not end the turn after its own.
        boolean endsTurn = open.endsByFinalPing();
        if (endsTurn) {
            open.passOnRest(true);
        }
        event(EventKind.FINAL_PING, ping, size);
        switch (state.get()) {
            case IN_TURN -> {
                if (endsTurn) {
                    endOpenTurn(ping.type());
                }
            }
            case OUT_OF_STEP -> backInStep();
            case NEW, ADMISSION, CONNECTING, READY, BACKOFF, CLOSED -> {} // Stray: it belongs to no turn of ours.
        }
    }

    void onEndpointError(EventKind kind, ServerEvent event, EndpointError error, int size) {
        open.passOnRest(false);
        event(kind, event, size);
        if (!open.exists()) {
            agent.log().errorOutsideTurn(ids.sessionId(), kind);
            return;
        }
        // Not the message: what an Endpoint puts there may repeat what people said.
        Turn failed = open.fail(new EndpointErrorException(error.code()));
        enterOutOfStep(Resync.Why.ERROR);
        settle(failed);
    }

    /** There is no connection any more. */
    void lost(Loss loss) {
        resync.cancel();
        open.passOnRest(false);
        failOpenTurn(new TurnInDoubtException(
                "the connection was lost after the input was written (" + loss + "); it may have been processed",
                loss.cause()));
    }

    // ---------------------------------------------------------------- their ends

    private void endOpenTurn(String finalPingType) {
        Turn turn = open.end(finalPingType);
        activity.touch();
        state.moveTo(SessionState.READY);
        settle(turn);
        writeNext();
    }

    private void onTurnTimeout(Turn turn) {
        String within = "within turnTimeout=" + turn.handling.timeout().toMillis() + "ms";
        if (turn == open.get()) {
            open.passOnRest(false);
            open.fail(new TurnTimeoutException(
                    true, "the turn was not over " + within + "; the input had been written", null));
            enterOutOfStep(Resync.Why.TIMEOUT);
            settle(turn);
        } else if (waiting.contains(turn)) {
            String what = "the input could not be sent " + within + whyNotSent();
            waiting.fail(turn, new TurnTimeoutException(false, what, causeOfLoss()));
        } else if (turn.over() && !turn.closed()) {
            fail(
                    turn,
                    new OutputNotRoutedException(
                            "the bot was done, but not all of its outputs were routed to the end " + within, null));
        }
    }

    /** One of its events is at its end. */
    void routed(Turn turn, Executor callers) {
        turn.routed();
        settle(turn, callers);
    }

    /** One that was written. */
    void fail(Turn turn, TurnException why) {
        turn.fail(why);
        settle(turn);
    }

    /** @param why makes the failure of each */
    void failWaiting(Function<Turn, TurnException> why) {
        waiting.failAll(why);
    }

    /**
     * The session is closed.
     *
     * @param why the failure of each that is not over, given whether it is in doubt
     */
    void end(Function<Boolean, TurnException> why) {
        resync.cancel();
        failOpenTurn(why.apply(true));
        waiting.failAll(turn -> why.apply(false));
        deadlines.end();
    }

    private void failOpenTurn(TurnException cause) {
        Turn failed = open.fail(cause);
        if (failed != null) {
            settle(failed);
        }
    }

    private void settle(Turn turn) {
        settle(turn, agent.callers());
    }

    /** Closes the turn if it is at its end, and tells the caller who was not told when it was sent. */
    private void settle(Turn turn, Executor callers) {
        if (turn.close()) {
            deadlines.remove(turn);
            agent.closed(turn, callers);
        }
    }

    // ---------------------------------------------------------------- in step and out of step

    private void enterOutOfStep(Resync.Why why) {
        state.moveTo(SessionState.OUT_OF_STEP);
        resync.begin(why);
        if (!waiting.isEmpty()) {
            resync.turnWaits();
        }
    }

    private void onResyncTimeout() {
        if (!state.is(SessionState.OUT_OF_STEP) || !resync.due()) {
            return;
        }
        if (!resync.needsFreshConnection()) {
            backInStep();
            return;
        }
        resync.cancel();
        agent.log().freshConnection(ids.sessionId());
        consumers.disconnected("a fresh connection after a turn that timed out");
        link.renew();
    }

    private void backInStep() {
        resync.cancel();
        state.moveTo(SessionState.READY);
        writeNext();
    }

    private String whyNotSent() {
        return switch (state.get()) {
            case IN_TURN -> ": the turn before it was still going on";
            case OUT_OF_STEP -> ": the turn before it ended without its final ping";
            default ->
                link.lastLoss() == null
                        ? ": no connection to the Endpoint yet"
                        : ": no connection (" + link.lastLoss() + ")";
        };
    }

    private Throwable causeOfLoss() {
        return link.lastLoss() == null ? null : link.lastLoss().cause();
    }
}
