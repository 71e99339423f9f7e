package io.camelcognigy.session;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What all sessions of one agent have in common.
 *
 * @param name the agent's name, as in {@code cognigy:name}
 */
public record AgentSettings(String name, Connecting connecting, Reconnecting reconnecting, Bounds bounds) {

    /**
     * How one connection is made.
     *
     * @param testMode inputs are not billed (PROTOCOL §13)
     * @param rate connects a second over all sessions of the agent
     * @param concurrency attempts in flight over all sessions of the agent
     */
    public record Connecting(
            EndpointAddress address,
            HandshakeMode handshake,
            boolean testMode,
            Duration connectTimeout,
            Duration readyTimeout,
            OnReadyTimeout onReadyTimeout,
            double rate,
            int concurrency) {

        /** One connection for that session. */
        ConnectRequest request(TurnRequest.Ids ids) {
            HandshakeParameters parameters =
                    new HandshakeParameters(address.urlToken(), ids.userId(), ids.sessionId(), testMode, true);
            return new ConnectRequest(address, handshake, parameters, connectTimeout, readyTimeout, onReadyTimeout);
        }
    }

    /**
     * What happens when a connection is lost or out of step.
     *
     * @param stablePeriod a connection that held for so long was no failure, whatever cut it
     * @param resyncTimeout how long a waiting turn gives a late final ping a chance
     */
    public record Reconnecting(Backoff backoff, Duration stablePeriod, Duration resyncTimeout) {}

    /**
     * What is bounded.
     *
     * @param sessionIdleTimeout without input and output for so long, a session is closed and forgotten
     * @param maxQueuedTurnsPerSession turns that wait behind the one in flight
     * @param maxQueuedTurns the same over all sessions
     * @param singleInputIdleTimeout the same for a session that had one input only; a longer one than {@code
     *     sessionIdleTimeout} changes nothing
     * @param maxUnroutedEvents events of one session that wait for consumers
     * @param maxUnroutedBytes what these say together, and what the outputs of one turn say that are kept for its caller;
     *     counted in characters of JSON. One event alone is always taken
     * @param maxPayload the largest message in bytes; if empty, what the server announces, else
     *     {@link #DEFAULT_MAX_PAYLOAD}
     */
    public record Bounds(
            int maxSessions,
            Duration sessionIdleTimeout,
            Duration singleInputIdleTimeout,
            int maxQueuedTurnsPerSession,
            int maxQueuedTurns,
            int maxUnroutedEvents,
            int maxUnroutedBytes,
            OptionalInt maxPayload) {

        /** The guard towards servers that announce no limit (PROTOCOL §16.15). */
        public static final int DEFAULT_MAX_PAYLOAD = 60_000;

        /** The limit on a connection whose server announced this. */
        int payloadLimit(OptionalInt announced) {
            if (maxPayload.isEmpty()) {
                return announced.orElse(DEFAULT_MAX_PAYLOAD);
            }
            return Math.min(maxPayload.getAsInt(), announced.orElse(Integer.MAX_VALUE));
        }
    }
}
