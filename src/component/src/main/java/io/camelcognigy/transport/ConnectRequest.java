package io.camelcognigy.transport;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import java.time.Duration;

/**
 * One attempt to connect one session.
 *
 * @param connectTimeout from the attempt's begin to the Socket.IO CONNECT reply
 * @param readyTimeout from there to {@code endpoint-ready}, the inner handshake included
 */
public record ConnectRequest(
        EndpointAddress address,
        HandshakeMode handshake,
        HandshakeParameters parameters,
        Duration connectTimeout,
        Duration readyTimeout,
        OnReadyTimeout onReadyTimeout) {

    /** How ids and token travel. */
    public enum HandshakeMode {
        /** As query parameters (PROTOCOL §4). */
        QUERY,
        /** In the reply to the server's {@code handshake} event (PROTOCOL §5). Never falls back to the query. */
        INNER
    }

    /** What a missing {@code endpoint-ready} means (PROTOCOL §6). */
    public enum OnReadyTimeout {
        /** The attempt failed. */
        FAIL,
        /** The server is older than 4.79.0 and never sends it: go on. An inner handshake must still have happened. */
        PROCEED
    }
}
