package io.camelcognigy.session;

/**
 * Makes the failures of turns just as a producer fails with them: for tests of routes, whose mocks then behave like the real
 * thing. An input that is refused as it is, is an {@link InvalidInputException}.
 */
public final class TurnFailures {

    private TurnFailures() {}

    /** Written and then cut off: {@code COGNIGY-IN-DOUBT}. */
    public static TurnInDoubtException inDoubt(String message) {
        return new TurnInDoubtException(message, null);
    }

    /** @param inDoubt whether the input had been written when the time was over */
    public static TurnTimeoutException timeout(boolean inDoubt, String message) {
        return new TurnTimeoutException(inDoubt, message, null);
    }

    /** @param message names the option that sets the bound */
    public static BoundExceededException boundExceeded(boolean inDoubt, String message) {
        return new BoundExceededException(inDoubt, message);
    }

    public static ConnectFailedException connectFailed(String message) {
        return new ConnectFailedException(message, null);
    }

    /** @param endpointCode the Endpoint's own code; null if it sent none */
    public static EndpointErrorException endpointError(String endpointCode) {
        return new EndpointErrorException(endpointCode);
    }

    /** @param inDoubt false where the input was not sent, as nobody would have taken its outputs */
    public static OutputNotRoutedException outputNotRouted(boolean inDoubt, String message) {
        return new OutputNotRoutedException(inDoubt, message, null);
    }

    /** @param inDoubt whether the input had been written when the agent was stopped */
    public static AgentStoppedException agentStopped(boolean inDoubt, String agent) {
        return new AgentStoppedException(inDoubt, agent);
    }

    /** @param inDoubt whether the input had been written when the session went to another owner */
    public static SessionMovedException sessionMoved(boolean inDoubt) {
        return new SessionMovedException(inDoubt);
    }
}
