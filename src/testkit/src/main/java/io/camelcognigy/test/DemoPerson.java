package io.camelcognigy.test;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Clara, who takes over from the {@link DemoBot} after a while in the queue. Her words come unasked, after the turn of the
 * input that she answers; whether a real handover ends such turns with a {@code finalPing} is unknown (PROTOCOL §16.5).
 */
final class DemoPerson {

    private static final String NAME = "Clara";
    private static final int MOST_CHATS = 1000;
    private static final Duration THINKS = Duration.ofMillis(300);

    private final Set<String> chats = ConcurrentHashMap.newKeySet();

    /** A session asks for her. */
    void ask(int millis, ReceivedInput input, Reply reply) {
        Answer answer = new Answer(input);
        if (chats.size() >= MOST_CHATS) {
            answer.say("Nobody is free").play(reply);
            return;
        }
        chats.add(input.sessionId());
        Duration place = Duration.ofMillis(millis);
        answer.say("I connect you to a person; bye ends it")
                .finalPing()
                .say(Message.queueUpdate(2, 2 * millis / 1000, null))
                .pause(place)
                .say(Message.queueUpdate(1, millis / 1000, null))
                .pause(place)
                .say(Message.liveAgentEvent("joined", NAME, NAME + " joined"))
                .say(Message.of("Hello, this is " + NAME + ". How can I help?").fromPerson())
                .play(reply);
    }

    /** @return whether she takes this input */
    boolean answers(ReceivedInput input, Reply reply) {
        if (!chats.contains(input.sessionId())) {
            return false;
        }
        Answer answer = new Answer(input).finalPing().typing().pause(THINKS);
        if ("bye".equalsIgnoreCase(input.text())) {
            chats.remove(input.sessionId());
            answer.say(Message.of("Goodbye").fromPerson()).say(Message.liveAgentEvent("left", NAME, NAME + " left"));
        } else {
            answer.say(Message.of("You wrote: " + input.text()).fromPerson());
        }
        answer.play(reply);
        return true;
    }
}
