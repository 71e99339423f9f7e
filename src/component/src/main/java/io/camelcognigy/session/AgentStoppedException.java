package io.camelcognigy.session;

/** The agent was stopped before the turn was over; {@link #inDoubt()} tells whether the input had been written. */
public final class AgentStoppedException extends TurnException {

    private static final long serialVersionUID = 1L;

    AgentStoppedException(boolean inDoubt, String agent) {
        super(
                FailureCode.AGENT_STOPPED,
                inDoubt,
                "agent '" + agent + "' was stopped before the turn was over"
                        + (inDoubt ? "; the input had been written and may have been processed" : ""),
                null);
    }
}
