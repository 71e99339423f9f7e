package io.camelcognigy.session;

import io.camelcognigy.content.StreamMode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One input and how its turn is to be run.
 *
 * @param handling the same for all turns of one producer
 * @param replyAddress headers to set again on the outputs; may be empty
 * @param owner who the session belongs to from this input on, see {@link Agent#closeSessions}; null for nobody. One that is a
 *     {@link SessionRegister} is told of its sessions
 */
public record TurnRequest(Ids ids, Input input, Handling handling, Map<String, Object> replyAddress, Object owner) {

    /**
     * Whose turn it is.
     *
     * @param sessionKey what the route says identifies the conversation; shown again on outputs
     * @param sessionId the id on the wire: the key itself or a hash of it
     * @param userId the user's id on the wire
     */
    public record Ids(String sessionKey, String sessionId, String userId) {

        public Ids {
            Objects.requireNonNull(sessionKey);
            Objects.requireNonNull(sessionId);
            Objects.requireNonNull(userId);
        }

        @Override
        public String toString() {
            return "Ids[]";
        }
    }

    /**
     * What the user says.
     *
     * @param text may be null if there are data, or for a pure reset
     * @param data may be null
     * @param passthroughIp may be null
     */
    public record Input(
            String text, Map<String, Object> data, boolean resetFlow, String channel, String passthroughIp) {

        public Input {
            Objects.requireNonNull(channel);
        }

        /** The same input with another content. */
        Input saying(String otherText, Map<String, Object> otherData) {
            return new Input(otherText, otherData, resetFlow, channel, passthroughIp);
        }

        @Override
        public String toString() {
            return "Input[]";
        }
    }

    /**
     * How a turn is run.
     *
     * @param outputs who gets the outputs
     * @param completion when the callback comes
     * @param timeout from the request to its end: waiting, the bot's work and the routing of outputs together
     * @param silence for {@link TurnEnd#SILENCE}; else may be null
     * @param stream what becomes of answers that come piece by piece
     * @param choices whether the input may name a choice by its number or title
     */
    public record Handling(
            Outputs outputs,
            Completion completion,
            Duration timeout,
            TurnEnd turnEnd,
            Duration silence,
            StreamMode stream,
            ChoicesMode choices) {

        /** Inputs are what they say. */
        public Handling(
                Outputs outputs,
                Completion completion,
                Duration timeout,
                TurnEnd turnEnd,
                Duration silence,
                StreamMode stream) {
            this(outputs, completion, timeout, turnEnd, silence, stream, ChoicesMode.TEXT);
        }

        /** Each piece of an answer is an output. */
        public Handling(Outputs outputs, Completion completion, Duration timeout, TurnEnd turnEnd, Duration silence) {
            this(outputs, completion, timeout, turnEnd, silence, StreamMode.PIECES);
        }

        /** The same, with another mode. */
        public Handling with(StreamMode mode) {
            return mode == stream ? this : new Handling(outputs, completion, timeout, turnEnd, silence, mode, choices);
        }

        public Handling {
            Objects.requireNonNull(outputs);
            Objects.requireNonNull(completion);
            Objects.requireNonNull(timeout);
            Objects.requireNonNull(turnEnd);
            Objects.requireNonNull(stream);
            Objects.requireNonNull(choices);
            if (turnEnd == TurnEnd.SILENCE) {
                Objects.requireNonNull(silence);
            }
        }
    }

    /** Who gets a turn's outputs. */
    public enum Outputs {
        /** They are the callback's result (InOut). */
        TO_CALLER,
        /** They go to the agent's consumers (InOnly). */
        TO_CONSUMERS
    }

    /** When the callback comes. */
    public enum Completion {
        /** When the turn is over and each of its outputs has been routed to the end. */
        TURN,
        /** When the input was handed to the socket. What happens to it later is logged only. */
        SENT
    }

    public TurnRequest {
        Objects.requireNonNull(ids);
        Objects.requireNonNull(input);
        Objects.requireNonNull(handling);
        replyAddress =
                replyAddress.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(replyAddress));
    }

    @Override
    public String toString() {
        return "TurnRequest[" + handling + "]";
    }
}
