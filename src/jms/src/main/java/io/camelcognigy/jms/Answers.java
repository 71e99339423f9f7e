package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.jms.Answer.Part;
import io.camelcognigy.road.RoadOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** What a route leaves as its message, as messages to a person. */
final class Answers {

    private Answers() {}

    /**
     * Of a list each element is one answer, of anything else the whole. A turn in which the bot said nothing still ends for
     * someone who waits at a reply queue: one part without text and data, of the type {@code silence}.
     */
    static List<Answer> of(Message message, JmsInput input, String output) {
        String queue = input.replyQueue() == null ? output : input.replyQueue();
        message.setHeader(CognigyConstants.SESSION_KEY, input.sessionKey());
        String turn = message.getHeader(CognigyConstants.TURN_ID, String.class);
        Object body = message.getBody();
        Collection<?> outputs = body instanceof Collection<?> list ? list : body == null ? List.of() : List.of(body);
        String type = "output";
        if (outputs.isEmpty() && input.replyQueue() != null) {
            outputs = List.of(Map.of());
            type = "silence";
        }
        List<Answer> answers = new ArrayList<>(outputs.size());
        for (Object each : outputs) {
            String json = RoadOutput.of(type, message, each).json();
            Part part = new Part(turn, answers.size() + 1, outputs.size());
            answers.add(new Answer(queue, json, input.correlationId(), input.key(), part));
        }
        return answers;
    }
}
