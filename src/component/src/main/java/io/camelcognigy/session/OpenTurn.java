package io.camelcognigy.session;

import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import java.util.Iterator;
import java.util.concurrent.Executor;

/**
 * The turn of one session that is in flight, if there is one, and the outputs of the bot: where each goes, and whether it
 * ends the turn. Confined to the session's serial executor.
 */
final class OpenTurn {

    private final String sessionId;
    private final Agent agent;
    private final Executor serial;
    private final EventPublisher consumers;
    private final Runnable over;
    private Turn turn;
    /** Whether what is offered to choose has to be known, as the latest input said. */
    private boolean mapsChoices;

    /** @param over run when the turn is at its end by its outputs; to call {@link #end} */
    OpenTurn(String sessionId, Agent agent, Executor serial, EventPublisher consumers, Runnable over) {
        this.sessionId = sessionId;
        this.agent = agent;
        this.serial = serial;
        this.consumers = consumers;
        this.over = over;
    }

    void begin(Turn next) {
        turn = next;
        mapsChoices = next.mapsChoices();
    }

    /** Null if there is none. */
    Turn get() {
        return turn;
    }

    boolean exists() {
        return turn != null;
    }

    boolean endsByFinalPing() {
        return turn != null && turn.handling.turnEnd() == TurnEnd.FINAL_PING;
    }

    /**
     * An output, of the turn or of none.
     *
     * @param cameAt in nanoseconds of the agent's time
     */
    void output(ServerEvent.Output output, Ack ack, int size, long cameAt) {
        agent.observer().output(turn != null);
        if (turn == null) {
            noteOffer(null, output.message(), size);
            consumers.unsolicited(output, ack, size);
            return;
        }
        ack.acknowledge();
        if (turn.outputs() == 0) {
            agent.observer().firstOutput(cameAt - turn.writtenAt());
        }
        for (Message complete : turn.outputCame(output.message(), size)) {
            passOn(complete, null);
        }
        switch (turn.handling.turnEnd()) {
            case FIRST_OUTPUT -> {
                if (turn.parts() > 0) {
                    over.run();
                }
            }
            case SILENCE -> awaitSilence(turn, turn.outputs());
            case FINAL_PING -> {}
        }
    }

    /**
     * Nothing more comes of the turn, if there is one: answers that are not complete go out as they are.
     *
     * @param wellEnded whether all was said
     */
    void passOnRest(boolean wellEnded) {
        if (turn != null) {
            Iterator<Message> rest = turn.rest().iterator();
            while (rest.hasNext()) {
                Message output = rest.next();
                passOn(output, wellEnded && !rest.hasNext() ? Boolean.TRUE : null);
            }
        }
    }

    /**
     * All was said.
     *
     * @param finalPingType null if another event ends the turn
     * @return the turn that was in flight until now
     */
    Turn end(String finalPingType) {
        passOnRest(true);
        if (mapsChoices) {
            agent.offers().over(sessionId, turn.id);
        }
        if (turn.parts() == 0 && !turn.collectsOutputs()) {
            consumers.silence(turn);
        }
        Turn ended = turn;
        turn = null;
        ended.end(finalPingType);
        return ended;
    }

    /** @return the turn that was in flight until now; null if there was none */
    Turn fail(TurnException cause) {
        Turn failed = turn;
        turn = null;
        if (failed != null) {
            failed.fail(cause);
        }
        return failed;
    }

    private void awaitSilence(Turn speaking, int outputs) {
        speaking.silenceIs(agent.time()
                .after(speaking.handling.silence(), () -> serial.execute(() -> onTurnSilence(speaking, outputs))));
    }

    private void onTurnSilence(Turn speaking, int outputs) {
        // Another output may have come while the timer was on its way.
        if (speaking == turn && speaking.outputs() == outputs) {
            over.run();
        }
    }

    /** @param last whether nothing of the turn comes after it; null where that is not known */
    private void passOn(Message output, Boolean last) {
        turn.partGoesOut();
        int size = turn.takeSize();
        noteOffer(turn.id, output, size);
        if (turn.collectsOutputs()) {
            boolean kept = turn.collect(output, size, agent.settings().bounds().maxUnroutedBytes());
            if (kept && turn.listener() != null) {
                consumers.outputTo(turn.listener(), turn, new ServerEvent.Output(output), size);
            }
        } else {
            consumers.output(turn, new ServerEvent.Output(output), size, last);
        }
    }

    private void noteOffer(String turnId, Message output, int size) {
        if (mapsChoices) {
            agent.offers().said(sessionId, turnId, output, size);
        }
    }
}
