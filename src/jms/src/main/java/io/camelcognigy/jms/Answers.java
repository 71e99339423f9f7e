package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.road.EventTypes;
import io.camelcognigy.road.RoadOutput;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** What a route leaves as its message, as messages to a person. */
final class Answers {

    private Answers() {}

    /**
     * Of a list each element is one answer, of anything else the whole. A turn in which the bot said nothing still ends for
     * someone who waits: with a {@code turnEnd}, or {@code sessionClosed} for an input that ended its session. A typing
     * indication is not answered.
     *
     * @param output the queue of those that name none
     * @param events which types the road sends
     */
    static List<Answer> of(Message message, JmsInput input, String output, EventTypes events) {
        String queue = input.replyQueue() == null ? output : input.replyQueue();
        message.setHeader(CognigyConstants.SESSION_KEY, input.sessionKey());
        // What a step, or an agent before it, left there tells of another event.
        message.removeHeader(CognigyConstants.EVENT);
        return outputs(message, input, events).stream()
                .map(said -> new Answer(
                        queue, said.json(), said.headers(), input.correlationId(), input.key(), input.traceparent()))
                .toList();
    }

    private static List<RoadOutput> outputs(Message message, JmsInput input, EventTypes events) {
        if (input.input().typing() != null) {
            return List.of();
        }
        if (input.input().close()) {
            return input.replyQueue() == null
                    ? List.of()
                    : List.of(RoadOutput.of("sessionClosed", message, Map.of("reason", "closed")));
        }
        Object body = message.getBody();
        if (body == null || body instanceof Collection<?> list && list.isEmpty()) {
            return events.silence() ? List.of(RoadOutput.of("silence", message, Map.of())) : List.of();
        }
        return RoadOutput.all(message, events.handover());
    }
}
