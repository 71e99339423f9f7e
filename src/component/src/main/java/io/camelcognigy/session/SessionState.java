package io.camelcognigy.session;

/**
 * Where a session stands with its connection. The session outlives its connections.
 *
 * <pre>
 *              first turn           admitted             ready             a turn waits
 *       NEW ─────────────▶ ADMISSION ───────▶ CONNECTING ─────▶ READY ◀──────────────────▶ IN_TURN
 *                              ▲                  │ lost          │ lost       turn over      │ timeout, error
 *                delay elapsed │                  ▼               ▼                           ▼
 *                              └────────────── BACKOFF ◀──────────┴───────────────────── OUT_OF_STEP
 *                              ▲                              lost                            │
 *                              └──────────────────────────────────────────────────────────────┘
 *                                   fresh connection                   (late final ping: back to READY)
 *
 *       any ─▶ CLOSED: idle for too long, refused, or the agent was stopped
 * </pre>
 */
public enum SessionState {
    /** Nothing happened yet. */
    NEW,
    /** Waits until the agent admits one more attempt to connect. */
    ADMISSION,
    /** One attempt is in flight: socket, handshake and readiness. */
    CONNECTING,
    /** Connected; the next input is written at once. */
    READY,
    /** Connected; one input is written and its turn is not over. */
    IN_TURN,
    /** Connected; a turn ended without its final ping, which may still come and must not end the next turn. */
    OUT_OF_STEP,
    /** Not connected; waits before the next attempt. */
    BACKOFF,
    /** Over. */
    CLOSED;

    /** Whether the Endpoint can reach the user, and the user the Endpoint. */
    public boolean connected() {
        return this == READY || this == IN_TURN || this == OUT_OF_STEP;
    }
}
