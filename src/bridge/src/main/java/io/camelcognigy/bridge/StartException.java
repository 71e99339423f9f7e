package io.camelcognigy.bridge;

/**
 * The bridge cannot start, for a reason that its operator can remove. Printed by {@code StartFailureAnalyzer}.
 */
public class StartException extends RuntimeException {

    private final String action;

    /**
     * @param problem one sentence: what is wrong
     * @param action one sentence: what to do about it
     */
    public StartException(String problem, String action) {
        this(problem, action, null);
    }

    public StartException(String problem, String action, Throwable cause) {
        super(problem, cause);
        this.action = action;
    }

    /** What to do about it. */
    public String action() {
        return action;
    }
}
