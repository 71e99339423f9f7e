package io.camelcognigy.servers;

/** An embedded server cannot start, for a reason that who starts it can remove. */
public class ServerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    /**
     * @param problem one sentence: what is wrong
     * @param action one sentence: what to do about it
     */
    ServerStartException(String problem, String action, Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
