package io.camelcognigy.session;

import io.camelcognigy.protocol.Message;
import java.util.List;

/** A caller that insists on being told once. */
final class RecordingCallback implements TurnCallback {

    private TurnResult result;
    private TurnException failure;

    @Override
    public synchronized void completed(TurnResult ended) {
        requireUntold();
        result = ended;
    }

    @Override
    public synchronized void failed(TurnException cause) {
        requireUntold();
        failure = cause;
    }

    boolean told() {
        return result != null || failure != null;
    }

    boolean failed() {
        return failure != null;
    }

    TurnResult result() {
        if (result == null) {
            throw new AssertionError(failure == null ? "the turn is not over" : "the turn failed", failure);
        }
        return result;
    }

    List<String> texts() {
        return result().outputs().stream().map(Message::text).toList();
    }

    TurnException failure() {
        if (failure == null) {
            throw new AssertionError(result == null ? "the turn is not over" : "the turn did not fail");
        }
        return failure;
    }

    private void requireUntold() {
        if (told()) {
            throw new AssertionError("the caller was told twice");
        }
    }
}
