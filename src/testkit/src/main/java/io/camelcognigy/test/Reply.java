package io.camelcognigy.test;

import java.time.Duration;
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

    /** Runs something later on the connection's event loop, unless the connection is gone by then. */
    void after(Duration delay, Runnable action);
}
