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
 * @param unreachable nobody is connected and the last attempt failed: within the last minute, or sessions go on trying. An
 *     Endpoint that refuses all sessions has none for most of the time, and is not well for that
 */
public record AgentSnapshot(
        String agent,
        int sessions,
        int connected,
        int inTurn,
        int waitingTurns,
        Loss connectFailure,
        boolean unreachable) {}
