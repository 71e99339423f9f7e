package io.camelcognigy;

import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSnapshot;
import java.time.Duration;
import java.util.function.LongSupplier;

/** An agent that was started, and how many producers and consumers hold it. Confined to the registry's lock. */
final class RunningAgent {

    private final Agent agent;
    private final AgentConfiguration options;
    private final Presence presence;
    private final Runnable close;
    private final LongSupplier nanos;
    private int holders;
    private long unheldSince;

    /** What operators see of an agent while somebody holds it. */
    interface Presence {

        void show();

        void hide();
    }

    /**
     * @param options all of them, defaults included
     * @param close ends the agent and what was started for it
     */
    RunningAgent(Agent agent, AgentConfiguration options, Presence presence, Runnable close, LongSupplier nanos) {
        this.agent = agent;
        this.options = options;
        this.presence = presence;
        this.close = close;
        this.nanos = nanos;
        this.unheldSince = nanos.getAsLong();
    }

    Agent agent() {
        return agent;
    }

    AgentConfiguration options() {
        return options;
    }

    boolean held() {
        return holders > 0;
    }

    void hold() {
        if (holders++ == 0) {
            presence.show();
        }
    }

    /** @return whether nobody holds it any more */
    boolean release() {
        if (--holders > 0) {
            return false;
        }
        unheldSince = nanos.getAsLong();
        presence.hide();
        return true;
    }

    /** Nobody has held it for so long, and none of its turns is under way. */
    boolean doneFor(Duration linger) {
        if (held() || nanos.getAsLong() - unheldSince < linger.toNanos()) {
            return false;
        }
        AgentSnapshot now = agent.snapshot();
        return now.inTurn() == 0 && now.waitingTurns() == 0;
    }

    void close() {
        if (held()) {
            presence.hide();
        }
        close.run();
    }
}
