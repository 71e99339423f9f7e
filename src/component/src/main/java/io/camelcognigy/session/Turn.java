package io.camelcognigy.session;

import io.camelcognigy.content.AnswerJoiner;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.session.Time.Cancellable;
import io.camelcognigy.session.TraceSpan.Step;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn on its way through a session. Confined to the session's serial executor once it was submitted.
 *
 * <p>Three things are kept apart. A turn is <em>over</em> when the Endpoint is done with it; it is <em>closed</em> when
 * also its outputs were routed, or when it failed; and the caller is <em>told</em> when it is closed or, if that is what
 * was asked for, when the input was sent.
 */
final class Turn {

    /** A turn with more outputs than that is out of hand; only those kept for the caller are bounded by it. */
    static final int MAX_COLLECTED_OUTPUTS = 1_000;

    final String id;
    final TurnRequest.Ids ids;
    final TurnRequest.Handling handling;
    final Map<String, Object> replyAddress;
    final Object owner;
    final long deadlineNanos;

    private final TurnCallback callback;
    private final TraceSpan trace;
    private TraceSpan step;
    private EncodedEvent input;
    /** What it says, where that may be a choice; else null. */
    private TurnRequest.Input said;

    private List<Message> collected = List.of();
    private long collectedSize;
    private int outputs;
    private long writtenAt;
    /** Null where each piece goes out as it comes. */
    private final AnswerJoiner joiner;

    private int heldSize;
    private int parts;
    private Cancellable silence = Cancellable.NOTHING;
    private boolean over;
    private boolean told;
    private boolean closed;
    private String finalPing;
    private int unrouted;
    private TurnException failure;

    Turn(String id, TurnRequest request, EncodedEvent input, long deadlineNanos, TurnCallback callback) {
        this.id = id;
        this.ids = request.ids();
        this.handling = request.handling();
        this.replyAddress = request.replyAddress();
        this.owner = request.owner();
        this.input = input;
        this.said = mapsChoices() && request.input().text() != null ? request.input() : null;
        this.deadlineNanos = deadlineNanos;
        this.callback = callback;
        this.trace = callback.trace();
        trace.turn(id);
        this.step = trace.begin(Step.WAITING);
        this.joiner = handling.stream() == StreamMode.PIECES
                ? null
                : new AnswerJoiner(handling.stream(), AnswerJoiner.DEFAULT_MAX_BYTES);
    }

    /** The input for the wire, for the one time that it is written; afterwards neither it nor its words are kept. */
    EncodedEvent takeInput() {
        EncodedEvent once = input;
        input = null;
        said = null;
        return once;
    }

    boolean mapsChoices() {
        return handling.choices() == ChoicesMode.MAP;
    }

    /**
     * What goes on the wire is decided when it is its turn: where the input means a choice by its number or title, that.
     *
     * @param limit in bytes of a whole message
     */
    void prepare(Offers offers, InputEncoder encoder, int limit) throws InvalidInputException {
        if (said != null) {
            Optional<TurnRequest.Input> meant = offers.meant(ids.sessionId(), said);
            if (meant.isPresent()) {
                input = encoder.encode(new TurnRequest(ids, meant.get(), handling, replyAddress, owner));
            }
        }
        InputEncoder.checkSize(input, limit);
    }

    long submittedAt() {
        return deadlineNanos - handling.timeout().toNanos();
    }

    void written(long nanoTime) {
        writtenAt = nanoTime;
        step.end(null);
        step = trace.begin(Step.AT_THE_BOT);
    }

    long writtenAt() {
        return writtenAt;
    }

    /** Who gets each output that is kept for the caller as it comes; null for nobody. */
    EventSubscriber listener() {
        return callback.outputsAsTheyCome();
    }

    boolean collectsOutputs() {
        return handling.outputs() == Outputs.TO_CALLER;
    }

    boolean tellsWhenSent() {
        return handling.completion() == Completion.SENT;
    }

    /**
     * Keeps an output for the caller; over a bound the turn is spoiled instead.
     *
     * @param size the length of its JSON on the wire
     * @param maxSize of all together; one alone is always taken
     * @return whether it is kept
     */
    boolean collect(Message output, int size, int maxSize) {
        if (collected.size() >= MAX_COLLECTED_OUTPUTS) {
            spoil(new BoundExceededException(
                    true, "the bot sent more than " + MAX_COLLECTED_OUTPUTS + " outputs in one turn"));
            return false;
        }
        if (!collected.isEmpty() && collectedSize + size > maxSize) {
            spoil(new BoundExceededException(
                    true, "the bot sent more than maxUnroutedBytes=" + maxSize + " in one turn"));
            return false;
        }
        if (collected.isEmpty()) {
            collected = new ArrayList<>();
        }
        collected.add(output);
        collectedSize += size;
        return true;
    }

    /**
     * Takes what the bot sent.
     *
     * @param size the length of its JSON on the wire
     * @return what is complete by it, in order
     */
    List<Message> outputCame(Message output, int size) {
        outputs++;
        if (joiner == null) {
            heldSize = size;
            return List.of(output);
        }
        heldSize += size;
        return joiner.add(output);
    }

    /** What is complete because nothing more comes, however the turn ends. */
    List<Message> rest() {
        return joiner == null ? List.of() : joiner.end();
    }

    /** The length on the wire of what was handed out since the last time; none of it is counted twice. */
    int takeSize() {
        int size = heldSize;
        heldSize = 0;
        return size;
    }

    void partGoesOut() {
        parts++;
    }

    /** The outputs that went out so far. */
    int parts() {
        return parts;
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
        step.end(null);
    }

    void fail(TurnException cause) {
        spoil(cause);
        over = true;
        silence.cancel();
        step.end(failure);
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
        trace.end(failure);
        return true;
    }

    /** What its answers are steps of. */
    TraceSpan trace() {
        return trace;
    }

    TurnException failure() {
        return failure;
    }

    /** Of a closed turn. */
    Outcome outcome() {
        return failure == null ? Outcome.ANSWERED : failure.outcome();
    }

    /** The one call that tells the caller. */
    Runnable tell() {
        if (told) {
            throw new IllegalStateException("the caller of turn " + id + " was told already");
        }
        told = true;
        TurnException cause = failure;
        if (cause != null) {
            if (!collected.isEmpty()) {
                cause.outputsSoFar(List.copyOf(collected));
            }
            return () -> callback.failed(cause);
        }
        TurnResult result = new TurnResult(id, List.copyOf(collected), finalPing);
        return () -> callback.completed(result);
    }
}
