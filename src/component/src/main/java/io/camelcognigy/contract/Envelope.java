package io.camelcognigy.contract;

import io.camelcognigy.content.Choice;
import io.camelcognigy.content.Handover;
import io.camelcognigy.content.Readable;
import io.camelcognigy.protocol.ProtocolCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One event of a conversation as it stands on a topic or a queue, version 1. The five keys {@code type, sessionKey,
 * sessionId, text, data} are always there, in this order and null where there is nothing; the others where they have a
 * value. Later versions add keys and change none: readers ignore what they do not know.
 *
 * @param agent the name of the agent
 * @param sessionKey what identifies the conversation on its road
 * @param sessionId on the wire
 * @param turnId null for what is of no turn
 * @param part place within the turn, from 1; null where it has none
 * @param last whether nothing of the turn comes after it; null where that is not known
 * @param source who speaks: {@code bot}, or {@code agent}, a human being; null for what nobody said
 * @param text what people can read; rendered from the data where the Endpoint gave no text (PROTOCOL §8)
 * @param data as the Endpoint sent them, and {@code choices} in them where it offers some
 * @param handover how a handover stands, where an output tells it
 * @param traceId the Endpoint's, for people
 * @param at when it happened here, in UTC
 * @param more what only this type has: {@code typing}, {@code error}, {@code reason}, {@code parts}
 */
public record Envelope(
        Type type,
        String agent,
        String sessionKey,
        String sessionId,
        String turnId,
        Integer part,
        Boolean last,
        String source,
        String text,
        Object data,
        Handover handover,
        String traceId,
        Instant at,
        Map<String, Object> more) {

    /** Of the form; readers may rely on it. */
    public static final int VERSION = 1;

    private static final ProtocolCodec CODEC = new ProtocolCodec();
    private static final String CHOICES = "choices";

    /** What it tells. */
    public enum Type {
        /** The bot, or a human agent, says something. */
        OUTPUT("output"),
        /** Somebody at the other end types, or stopped: {@code typing} is {@code on} or {@code off}. */
        TYPING("typing"),
        /** The turn is over: {@code parts} outputs were sent. */
        TURN_END("turnEnd"),
        /** The Endpoint reports an error: {@code error} has its code and message, where it sent them. */
        ERROR("error"),
        /** The conversation begins. */
        SESSION_OPENED("sessionOpened"),
        /** The conversation is over: {@code reason} says why. */
        SESSION_CLOSED("sessionClosed"),
        /** An output that tells how a handover stands; without this type on the road it goes as {@code output}. */
        HANDOVER("handover");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** As it stands in the envelope and in the setting {@code outputTypes}. */
        public String wireName() {
            return wireName;
        }

        /**
         * @throws IllegalArgumentException if there is no such type; the message lists those there are
         */
        public static Type of(String wireName) {
            for (Type type : values()) {
                if (type.wireName.equalsIgnoreCase(wireName)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("unknown type '" + wireName
                    + "': expected output, typing, turnEnd, error, sessionOpened, sessionClosed or handover");
        }
    }

    /** @throws NullPointerException without a type or a time */
    public Envelope {
        Objects.requireNonNull(type, "type");
        at = at.truncatedTo(ChronoUnit.MILLIS);
        more = more == null ? Map.of() : more;
    }

    /** Begins an envelope; all but these may stay away. */
    public static Builder of(Type type, Instant at) {
        return new Builder(type, at);
    }

    /** Whether it is of no turn: nobody asked for it. */
    public boolean unsolicited() {
        return turnId == null;
    }

    /** Its members, in the order of the contract. */
    public Map<String, Object> toMap() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", type.wireName());
        members.put("sessionKey", sessionKey);
        members.put("sessionId", sessionId);
        members.put("text", text);
        members.put("data", data);
        members.put("version", VERSION);
        put(members, "agent", agent);
        put(members, "turnId", turnId);
        put(members, "part", part);
        put(members, "last", last);
        members.put("unsolicited", unsolicited());
        put(members, "source", source);
        put(members, "handover", handover == null ? null : handover.toMap());
        put(members, "traceId", traceId);
        members.put("at", at.toString());
        more.forEach(members::putIfAbsent);
        return members;
    }

    /**
     * As JSON text.
     *
     * @throws IllegalArgumentException if the data hold what JSON has no form for; never for what an Endpoint sent
     */
    public String json() {
        return CODEC.write(toMap());
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Without keys and words. */
    @Override
    public String toString() {
        return "Envelope[type=" + type.wireName() + ", turn=" + turnId + ", part=" + part + "]";
    }

    /** Takes the members one by one. Not thread-safe. */
    public static final class Builder {

        private final Type type;
        private final Instant at;
        private final Map<String, Object> more = new LinkedHashMap<>();
        private String agent;
        private String sessionKey;
        private String sessionId;
        private String turnId;
        private Integer part;
        private Boolean last;
        private String source;
        private String text;
        private Object data;
        private Handover handover;
        private String traceId;

        private Builder(Type type, Instant at) {
            this.type = type;
            this.at = at;
        }

        /** The agent's name, the session key of its road, the session id on the wire. */
        public Builder session(String agentName, String key, String id) {
            this.agent = agentName;
            this.sessionKey = key;
            this.sessionId = id;
            return this;
        }

        /** @param id null for what nobody asked for */
        public Builder turn(String id) {
            this.turnId = id;
            return this;
        }

        /** @param isLast null where it is not known */
        public Builder part(int number, Boolean isLast) {
            this.part = number;
            this.last = isLast;
            return this;
        }

        /**
         * What was said.
         *
         * @param spoken the Endpoint's text; null or blank: that for people is made from the data
         * @param sent the Endpoint's data, of whatever shape
         */
        public Builder said(String spoken, Object sent) {
            if (!(sent instanceof Map<?, ?> map) || map.isEmpty()) {
                this.text = spoken;
                this.data = sent;
                return this;
            }
            Readable readable = Readable.of(spoken, sent);
            String shown = readable.text();
            this.text = (spoken == null || spoken.isBlank()) && !shown.isEmpty() ? shown : spoken;
            this.data = withChoices(map, readable.choices());
            this.handover = Handover.of(sent).orElse(null);
            return this;
        }

        /** A key of the bot's own by that name stays. */
        private static Object withChoices(Map<?, ?> sent, List<Choice> choices) {
            if (choices.isEmpty() || sent.containsKey(CHOICES)) {
                return sent;
            }
            Map<Object, Object> more = new LinkedHashMap<>(sent);
            more.put(CHOICES, choices.stream().map(Choice::toMap).toList());
            return more;
        }

        /** @param speaker {@code bot} or {@code agent}; others are what the Endpoint said */
        public Builder source(String speaker) {
            this.source = speaker;
            return this;
        }

        /** @param id the Endpoint's; may be null */
        public Builder traceId(String id) {
            this.traceId = id;
            return this;
        }

        /** Of {@link Type#TYPING}. */
        public Builder typing(boolean on) {
            more.put("typing", on ? "on" : "off");
            return this;
        }

        /** Of {@link Type#ERROR}; each may be null. */
        public Builder error(String code, String message) {
            Map<String, Object> error = new LinkedHashMap<>();
            put(error, "code", code);
            put(error, "message", message);
            more.put("error", error);
            return this;
        }

        /** Of {@link Type#SESSION_CLOSED}. */
        public Builder reason(String why) {
            put(more, "reason", why);
            return this;
        }

        /** Of {@link Type#TURN_END}: how many outputs it had. */
        public Builder parts(int outputs) {
            more.put("parts", outputs);
            return this;
        }

        /** The finished envelope. */
        public Envelope build() {
            return new Envelope(
                    type,
                    agent,
                    sessionKey,
                    sessionId,
                    turnId,
                    part,
                    last,
                    source,
                    text,
                    data,
                    handover,
                    traceId,
                    at,
                    more);
        }
    }
}
