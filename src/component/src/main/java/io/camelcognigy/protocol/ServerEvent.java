package io.camelcognigy.protocol;

import java.util.Map;

/**
 * One event from the Endpoint (PROTOCOL §8). Whatever a server sends maps to one of these; nothing in a payload makes
 * decoding throw once the frame itself is JSON.
 *
 * <p>No {@code toString} here shows text, data or trace ids: people's words never reach a log by accident.
 */
public sealed interface ServerEvent {

    /** The inner handshake's request for ids and token; must be answered by an acknowledgement (PROTOCOL §5). */
    record HandshakeRequest() implements ServerEvent {}

    /** Input may be sent from now on, on this connection (PROTOCOL §6). */
    record EndpointReady() implements ServerEvent {}

    /** Something the bot, or a human agent, says: an {@code output} envelope of type {@code output}. */
    record Output(Message message) implements ServerEvent {}

    /**
     * The bot is done with an input: the event {@code finalPing}, or the old {@code output} envelope of that type.
     *
     * @param type {@code regular}, {@code cognigyStopFlow} or whatever else came; null where nothing came
     */
    record FinalPing(String type) implements ServerEvent {
        @Override
        public String toString() {
            return "FinalPing[type=" + Labels.of(type) + "]";
        }
    }

    /** Somebody at the other end types, or stopped typing. */
    record Typing(TypingStatus status) implements ServerEvent {}

    /** An {@code output} envelope of type {@code error}: the turn failed at the Endpoint. */
    record ErrorOutput(EndpointError error) implements ServerEvent {}

    /** The event {@code exception}. */
    record EndpointException(EndpointError error) implements ServerEvent {}

    /**
     * An event, or an {@code output} envelope, of a kind that this version does not know. Acknowledged and ignored.
     *
     * @param name the event's name
     * @param detail what was not understood, without content; may be null
     */
    record Unknown(String name, String detail) implements ServerEvent {
        @Override
        public String toString() {
            return "Unknown[name=" + Labels.of(name) + ", detail=" + detail + "]";
        }
    }

    /**
     * An application error. All fields are optional (PROTOCOL §8).
     *
     * @param message also where the payload was bare text; for people, and it may repeat what they said
     * @param code also where a number came
     * @param raw the event's argument as it came ({@code output}'s whole envelope), unmodifiable; empty if it was no
     *     object
     */
    record EndpointError(String message, String code, Map<String, Object> raw) {
        @Override
        public String toString() {
            return "EndpointError[code=" + Labels.of(code) + "]";
        }
    }
}
