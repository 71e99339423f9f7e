package io.camelcognigy.session;

import io.camelcognigy.content.Choice;
import io.camelcognigy.content.Choice.Kind;
import io.camelcognigy.content.Offer;
import io.camelcognigy.content.Readable;
import io.camelcognigy.protocol.Message;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each session of an agent offers to choose at this moment, for those whose inputs are understood by it. Outlives a
 * session that was let go for idleness, as people take their time; the process it does not. Bounded in number and in size:
 * beyond that, who has been silent longest has to write a payload. Thread-safe.
 */
final class Offers {

    private final int maxSessions;
    private final long maxChars;
    private final Map<String, Held> bySession = new LinkedHashMap<>(16, 0.75f, true);
    private long chars;

    private record Held(Offer offer, long chars) {}

    /** @param maxChars of what is offered, as it is on the wire */
    Offers(int maxSessions, long maxChars) {
        this.maxSessions = maxSessions;
        this.maxChars = maxChars;
    }

    /**
     * After an output.
     *
     * @param turnId the output's; null if it is of none
     * @param size its length on the wire
     */
    synchronized void said(String sessionId, String turnId, Message output, int size) {
        List<Choice> choices = Readable.of(output).choices();
        Held before = bySession.get(sessionId);
        if (before == null && choices.isEmpty()) {
            return;
        }
        Offer now = (before == null ? Offer.NONE : before.offer()).after(turnId, choices);
        long held = before == null || !before.offer().holdsIn(turnId) ? 0 : before.chars();
        put(sessionId, now, held + (choices.isEmpty() ? 0 : size));
    }

    /** A turn is over: what was offered before it holds no longer. */
    synchronized void over(String sessionId, String turnId) {
        Held held = bySession.get(sessionId);
        if (held != null) {
            put(sessionId, held.offer().afterTurn(turnId), held.chars());
        }
    }

    /** What the input means, where it means a choice by its number or title; else empty. */
    Optional<TurnRequest.Input> meant(String sessionId, TurnRequest.Input input) {
        Held held;
        synchronized (this) {
            held = bySession.get(sessionId);
        }
        return held == null
                ? Optional.empty()
                : held.offer().chosen(input.text()).map(choice -> choose(choice, input));
    }

    synchronized int size() {
        return bySession.size();
    }

    private static TurnRequest.Input choose(Choice choice, TurnRequest.Input input) {
        if (choice.kind() != Kind.SUBMIT) {
            return input.saying(choice.payload(), input.data());
        }
        Map<String, Object> data = new LinkedHashMap<>(choice.data());
        if (input.data() != null) {
            // Ours, such as _camel.
            data.putAll(input.data());
        }
        return input.saying("", data);
    }

    private void put(String sessionId, Offer offer, long size) {
        Held before = bySession.remove(sessionId);
        chars -= before == null ? 0 : before.chars();
        if (offer.isEmpty()) {
            return;
        }
        bySession.put(sessionId, new Held(offer, size));
        chars += size;
        removeEldest();
    }

    private void removeEldest() {
        Iterator<Held> eldest = bySession.values().iterator();
        while (eldest.hasNext() && (bySession.size() > maxSessions || chars > maxChars)) {
            chars -= eldest.next().chars();
            eldest.remove();
        }
    }
}
