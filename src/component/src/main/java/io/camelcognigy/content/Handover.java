package io.camelcognigy.content;

import static io.camelcognigy.content.Items.at;

import io.camelcognigy.protocol.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a handover to a person stands, as far as the Endpoint says it: a {@code queueUpdate} or a {@code liveAgentEvent}
 * (PROTOCOL §8, {@code _cognigy._webchat3}). A field that did not come, or not in a form that can be read for sure, is null;
 * nothing is guessed.
 *
 * @param event what happened
 * @param position in the queue
 * @param estimatedWaitTime as it came, a number or text: no source says its unit
 * @param text for the person who waits
 * @param action of the agent, such as that somebody joined, in the Endpoint's words
 * @param agentName who serves
 */
public record Handover(
        Event event, Long position, Object estimatedWaitTime, String text, String action, String agentName) {

    private static final int MAX_CHARS = 2_000;

    /** What the Endpoint tells. */
    public enum Event {
        /** Where the person stands in the queue. */
        QUEUE("queue"),
        /** Something about the human agent. */
        AGENT("agent");

        private final String wireName;

        Event(String wireName) {
            this.wireName = wireName;
        }

        /** As it stands in the envelope. */
        public String wireName() {
            return wireName;
        }
    }

    /** Empty if the message does not tell of a handover. */
    public static Optional<Handover> of(Message message) {
        return of(message.data());
    }

    /** @param data a message's data; anything else is none */
    public static Optional<Handover> of(Object data) {
        Object event = at(data, "_cognigy", "_webchat3");
        Object type = at(event, "type");
        Object payload = at(event, "payload");
        if ("queueUpdate".equals(type)) {
            return Optional.of(new Handover(
                    Event.QUEUE,
                    whole(at(payload, "position")),
                    time(at(payload, "estimatedWaitTime")),
                    text(at(payload, "alternativeText")),
                    null,
                    null));
        }
        if ("liveAgentEvent".equals(type)) {
            return Optional.of(new Handover(
                    Event.AGENT,
                    null,
                    null,
                    text(at(payload, "text")),
                    text(at(payload, "action")),
                    text(at(payload, "agentName"))));
        }
        return Optional.empty();
    }

    /** Its members for JSON, those without a value left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("event", event.wireName());
        put(members, "position", position);
        put(members, "estimatedWaitTime", estimatedWaitTime);
        put(members, "text", text);
        put(members, "action", action);
        put(members, "agentName", agentName);
        return members;
    }

    private static Long whole(Object value) {
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return number.longValue();
        }
        return value instanceof String digits && digits.matches("[0-9]{1,9}") ? Long.valueOf(digits) : null;
    }

    private static Object time(Object value) {
        if (value instanceof Number) {
            return value instanceof Double number && !Double.isFinite(number) ? null : value;
        }
        return text(value);
    }

    private static String text(Object value) {
        String line = Words.line(value, MAX_CHARS);
        return line.isEmpty() ? null : line;
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }

    /** Without names and words. */
    @Override
    public String toString() {
        return "Handover[event=" + event + ", position=" + position + "]";
    }
}
