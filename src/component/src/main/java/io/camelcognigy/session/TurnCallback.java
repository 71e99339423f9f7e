package io.camelcognigy.session;

/**
 * How a turn ended: exactly one of the two methods is called, exactly once, on the agent's route executor. Only a
 * request refused at once is told on the caller's thread.
 */
public interface TurnCallback {

    void completed(TurnResult result);

    void failed(TurnException failure);
}
