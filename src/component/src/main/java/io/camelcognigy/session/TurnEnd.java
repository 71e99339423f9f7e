package io.camelcognigy.session;

/** What ends a turn, besides an error, a loss and the timeout. */
public enum TurnEnd {
    /** The event of that name (PROTOCOL §10). */
    FINAL_PING,
    /** The first output; what follows is unsolicited. For endpoints that send no final ping. */
    FIRST_OUTPUT,
    /** No further output for a while after an output. For endpoints that send no final ping. */
    SILENCE
}
