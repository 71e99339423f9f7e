package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn on its way through a session. Confined to the session's serial executor once it was submitted.
 *
 * <p>Three things are kept apart. A turn is <em>over</em> when the Endpoint is done with it; it is <em>closed</em> when
 * also its outputs were routed, or when it failed; and the caller is <em>told</em> when it is closed or, if that is what
 * was asked for, when the input was sent.
 */
final class Turn {

    final String id;
    final TurnRequest request;
    final long deadlineNanos;

    private final TurnCallback callback;
    private EncodedEvent input;
    private List<Message> collected = List.of();
    private int outputs;
    private Cancellable silence = Cancellable.NOTHING;
    private boolean over;
    private boolean told;
    private boolean closed;
    private String finalPing;
    private int unrouted;
    private TurnException failure;

    Turn(String id, TurnRequest request, EncodedEvent input, long deadlineNanos, TurnCallback callback) {
        this.id = id;
        this.request = request;
        this.input = input;
        this.deadlineNanos = deadlineNanos;
        this.callback = callback;
    }

    /** The input for the wire, for the one time that it is written; afterwards it is not kept. */
    EncodedEvent takeInput() {
        EncodedEvent once = input;
        input = null;
        return once;
    }

    int inputBytes() {
        return input.bytes();
    }

    boolean collectsOutputs() {
        return request.outputs() == Outputs.TO_CALLER;
    }

    boolean tellsWhenSent() {
        return request.completion() == Completion.SENT;
    }

    void collect(Message output) {
        if (collected.isEmpty()) {
            collected = new ArrayList<>();
        }
        collected.add(output);
    }

    int collected() {
        return collected.size();
    }

    void outputCame() {
        outputs++;
    }

    /** The outputs that came so far, whoever gets them. */
    int outputs() {
        return outputs;
    }

    void silenceIs(Cancellable timer) {
        silence.cancel();
        silence = timer;
    }

    void routing() {
        unrouted++;
    }

    void routed() {
        unrouted--;
    }

    /** Notes what will make the turn fail once it is over; the first fault counts. */
    void spoil(TurnException fault) {
        if (failure == null) {
            failure = fault;
        }
    }

    void end(String finalPingType) {
        over = true;
        finalPing = finalPingType;
        silence.cancel();
    }

    void fail(TurnException cause) {
        spoil(cause);
        over = true;
        silence.cancel();
    }

    boolean over() {
        return over;
    }

    boolean told() {
        return told;
    }

    boolean closed() {
        return closed;
    }

    /** Closes the turn if nothing of it is under way any more; true only the one time that it does. */
    boolean close() {
        boolean atItsEnd = over && (failure != null || unrouted == 0);
        if (closed || !atItsEnd) {
            return false;
        }
        closed = true;
        return true;
    }

    TurnException failure() {
        return failure;
    }

    /** The one call that tells the caller. */
    Runnable tell() {
        if (told) {
            throw new IllegalStateException("the caller of turn " + id + " was told already");
        }
        told = true;
        TurnException cause = failure;
        if (cause != null) {
            return () -> callback.failed(cause);
        }
        TurnResult result = new TurnResult(id, List.copyOf(collected), finalPing);
        return () -> callback.completed(result);
    }
}
