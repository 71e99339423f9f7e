package io.camelcognigy.session;

import io.camelcognigy.transport.Loss;

/**
 * An agent's numbers at one moment, for health checks and operators.
 *
 * @param sessions all open sessions
 * @param connected those with a usable connection
 * @param inTurn those with a turn in flight
 * @param waitingTurns turns that are not written yet
 * @param connectFailure why the last attempt to connect failed, if none succeeded since; else null
 */
public record AgentSnapshot(
        String agent, int sessions, int connected, int inTurn, int waitingTurns, Loss connectFailure) {

    /** Whether sessions want to be connected and none is, because attempts fail. */
    public boolean unreachable() {
        return connectFailure != null && connected == 0 && sessions > 0;
    }
}
