package io.camelcognigy.session;

/**
 * How a turn ended: exactly one of the two methods is called, exactly once, on the agent's route executor. Only a
 * request refused at once is told on the caller's thread.
 */
public interface TurnCallback {

    void completed(TurnResult result);

    void failed(TurnException failure);

    /**
     * Who gets each output that is kept for the caller ({@link TurnRequest.Outputs#TO_CALLER}) as it comes, before the turn
     * is complete; null for nobody. Always the same answer.
     */
    default EventSubscriber outputsAsTheyCome() {
        return null;
    }

    /** What the turn's steps are told to, and ended with the turn. Always the same answer. */
    default TraceSpan trace() {
        return TraceSpan.NONE;
    }
}
