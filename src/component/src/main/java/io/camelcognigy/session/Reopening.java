package io.camelcognigy.session;

/** What became of an entry of a {@link SessionRegister} whose session was to be opened again. */
public enum Reopening {
    /** It is open, and will be connected as soon as it is its turn. */
    OPENED,
    /** It was open: an input came first. */
    THERE,
    /** It had been idle for so long that it has ended. */
    IDLE,
    /** Its agent is another Endpoint now, for which its ids are not (PROTOCOL §10): it has ended. */
    OTHER_ENDPOINT,
    /** The house is full, and those that were opened before have been idle less: it has ended. */
    NO_ROOM,
    /** The agent does not run here. */
    NO_AGENT
}
