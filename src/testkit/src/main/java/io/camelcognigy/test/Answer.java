package io.camelcognigy.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What the bot of a {@link CognigyEndpoint} does about one input, step by step, in the order in which it is told. At the end
 * comes a {@code finalPing}, unless the script has said how its turn ends: by {@link #finalPing()}, {@link #noFinalPing()},
 * {@link #exception} or a broken connection. What is said after the turn's end reaches the client unasked.
 *
 * <pre>{@code
 * bot.on("order", answer -> answer.typing().pause(Duration.ofMillis(200)).say("Which one?"));
 * bot.on("crash", answer -> answer.say("One moment").drop());
 * }</pre>
 *
 * <p>Steps are played on the connection's event loop; a pause holds up only this session. Not thread-safe: to be used
 * inside its script only.
 */
public final class Answer {

    private final ReceivedInput heard;
    private final List<Step> steps = new ArrayList<>();
    private boolean ended;

    Answer(ReceivedInput heard) {
        this.heard = heard;
    }

    /** The input that is being answered. */
    public ReceivedInput heard() {
        return heard;
    }

    /** An output for each text, with empty data. */
    public Answer say(String... texts) {
        Arrays.stream(texts).map(Message::of).forEach(this::say);
        return this;
    }

    /** An output with a text and data; either may be null. */
    public Answer say(String text, Map<String, ?> data) {
        return say(Message.of(text, data));
    }

    /** An output of any content: quick replies, cards, queue events; see {@link Message}. */
    public Answer say(Message message) {
        return step(reply -> reply.say(message));
    }

    /**
     * One streamed answer: an output for each piece, under one message id, and the mark of its end (PROTOCOL §17). To leave
     * the mark out or to say other things in between, use {@link Message#piece} and {@link Message#lastPiece}.
     */
    public Answer stream(String... pieces) {
        List<String> all = List.of(pieces);
        return step(reply -> reply.stream(all));
    }

    /** {@code typingStatus} with {@code typingOn}. */
    public Answer typing() {
        return step(reply -> reply.typing(true));
    }

    /** Waits: a slow bot. The next steps come that much later; a {@code finalPing} after the client's turn timeout is late. */
    public Answer pause(Duration delay) {
        steps.add(new Step(delay, null));
        return this;
    }

    /** {@code finalPing} now; what is said after it reaches the client unasked. */
    public Answer finalPing() {
        return end(Reply::finalPing);
    }

    /** {@code finalPing} of type {@code cognigyStopFlow} now. */
    public Answer stopFlow() {
        return end(reply -> reply.finalPing("cognigyStopFlow"));
    }

    /** No {@code finalPing}: the client waits until its turn timeout. */
    public Answer noFinalPing() {
        ended = true;
        return this;
    }

    /** An output of type {@code error}, which ends the turn; a {@code finalPing} follows it (PROTOCOL §11). */
    public Answer error(String message, String code) {
        return step(reply -> reply.error(message, code));
    }

    /** The event {@code exception}, which ends the turn without a {@code finalPing}. */
    public Answer exception(String message, String code) {
        return end(reply -> reply.exception(message, code));
    }

    /** An event of any name; one that the protocol does not know, for instance. */
    public Answer event(String name, Object... arguments) {
        return step(reply -> reply.event(name, arguments));
    }

    /** Cuts the connection, without a close frame. */
    public Answer drop() {
        return fail(FailAt.ON_INPUT);
    }

    /**
     * Breaks the connection now.
     *
     * @param fault one that is {@link FailAt#immediate()}, such as {@link FailAt#HALF_OPEN} or
     *     {@link FailAt#SERVER_DISCONNECT}
     */
    public Answer fail(FailAt fault) {
        fault.requireImmediate();
        return end(reply -> reply.fail(fault));
    }

    /** A text frame that need not be the protocol. */
    public Answer frame(String text) {
        return step(reply -> reply.frame(text));
    }

    /** Bytes that go out as they are, below the WebSocket protocol; they need not be a frame. */
    public Answer bytes(byte... hostile) {
        byte[] copy = hostile.clone();
        return step(reply -> reply.bytes(copy));
    }

    private Answer end(Consumer<Reply> action) {
        ended = true;
        return step(action);
    }

    private Answer step(Consumer<Reply> action) {
        steps.add(new Step(null, action));
        return this;
    }

    /** Plays what the script has told. */
    void play(Reply reply) {
        if (!ended) {
            finalPing();
        }
        play(reply, 0);
    }

    private void play(Reply reply, int from) {
        for (int i = from; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.pause() != null) {
                int next = i + 1;
                reply.after(step.pause(), () -> play(reply, next));
                return;
            }
            step.action().accept(reply);
        }
    }

    /** Either a pause or an action. */
    private record Step(Duration pause, Consumer<Reply> action) {}
}
