package io.camelcognigy.session;

/**
 * Who has a session and where its outputs go, written where it outlives the process: whoever comes after opens the sessions
 * again with {@link Agent#reopen}. An owner of inputs (see {@link TurnRequest#owner}) that is one is told of the sessions
 * that are its own.
 *
 * <p>Called by whatever thread moves the session, in the session's order, in the middle of turns: it must not block. What it
 * throws is logged and changes nothing.
 */
public interface SessionRegister {

    /** The session is alive, and is as the entry says. Called for each input that goes out, and for each unasked output. */
    void live(SessionEntry entry);

    /**
     * The session has ended: it was closed for idleness, for room or by an input, and its next input begins afresh. Not called
     * where it goes on with another owner, or where the process stops.
     */
    void ended(SessionEntry entry);
}
