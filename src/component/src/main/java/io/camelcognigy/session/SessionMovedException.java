package io.camelcognigy.session;

/**
 * The session was closed because another owner goes on with it; {@link #inDoubt()} tells whether the input had been
 * written. Its source has the input still, and gives it to that owner: answering or storing it here would be once too
 * often.
 */
public final class SessionMovedException extends TurnException {

    private static final long serialVersionUID = 1L;

    SessionMovedException(boolean inDoubt) {
        super(
                FailureCode.SESSION_MOVED,
                inDoubt,
                "the session goes on with another owner of its input's source"
                        + (inDoubt ? "; the input had been written and may have been processed" : ""),
                null);
    }
}
