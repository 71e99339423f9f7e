package io.camelcognigy.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The way back to the client whose input a {@link Bot} answers. Thread-safe; on a connection that is gone every call does
 * nothing. What is said after the turn has ended reaches the client as unsolicited.
 */
public interface Reply {

    /** {@code typingStatus}: {@code typingOn} or {@code typingOff}. */
    void typing(boolean on);

    /** An output with a text and empty data. */
    void say(String text);

    /**
     * An output.
     *
     * @param text may be null
     * @param data may be null, which leaves the key out
     */
    void say(String text, Map<String, ?> data);

    /** An output of any content: structured messages, a person's words, queue events. */
    void say(Message message);

    /**
     * One streamed answer: an output for each piece under one message id, and the mark of its end (PROTOCOL §17).
     *
     * @param pieces white space included
     */
    void stream(List<String> pieces);

    /** An output envelope of any type with any content, which need not be a message (PROTOCOL §8). */
    void envelope(String type, Object data);

    /** An output envelope of type {@code error}. */
    void error(String message, String code);

    /** The event {@code exception}. */
    void exception(String message, String code);

    /** An event of any name; one that the protocol does not know, for instance. Asks for no acknowledgement. */
    void event(String name, Object... arguments);

    /** {@code finalPing} of type {@code regular}: the bot is done with the input. */
    void finalPing();

    /**
     * The event {@code finalPing}.
     *
     * @param type null leaves the payload out
     */
    void finalPing(String type);

    /** A raw Engine.IO packet as one text frame. */
    void frame(String packet);

    /** Bytes that go out as they are, below the WebSocket protocol. */
    void bytes(byte[] content);

    /**
     * Breaks the connection now.
     *
     * @param fault one that is {@link FailAt#immediate()}; {@link FailAt#ON_INPUT} cuts
     */
    void fail(FailAt fault);

    /** Lets the bot answer a text that nobody sent, as Cognigy's inject does: what it says belongs to no turn. */
    void inject(String text);

    /** Runs something later on the connection's event loop, unless the connection is gone by then. */
    void after(Duration delay, Runnable action);
}
