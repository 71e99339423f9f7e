package io.camelcognigy;

import io.camelcognigy.protocol.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outputs of one turn, in order: the reply body of an InOut exchange. It converts to text, which is the outputs'
 * texts line by line, also as bytes or as a stream, and to JSON. Empty if the bot said nothing.
 */
public final class CognigyReply extends ArrayList<CognigyMessage> {

    private static final long serialVersionUID = 1L;

    static CognigyReply ofOutputs(List<Message> outputs) {
        return new CognigyReply(outputs.stream().map(EventMessages::body).toList());
    }

    CognigyReply(List<CognigyMessage> outputs) {
        super(outputs);
    }

    /** A reply with these outputs, as a producer's; for tests of routes. */
    public static CognigyReply of(CognigyMessage... outputs) {
        return new CognigyReply(List.of(outputs));
    }

    /** A reply with an output for each text, as a producer's; for tests of routes. */
    public static CognigyReply of(String... texts) {
        return new CognigyReply(Arrays.stream(texts).map(CognigyMessage::text).toList());
    }

    public String plainText() {
        return stream()
                .map(CognigyMessage::plainText)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public String toString() {
        return "CognigyReply[" + size() + " outputs]";
    }
}
