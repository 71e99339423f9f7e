package io.camelcognigy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The outputs of one turn, in order: the reply body of an InOut exchange. It converts to String, which is the outputs'
 * texts line by line, and to JSON. Empty if the bot said nothing.
 */
public final class CognigyReply extends ArrayList<CognigyMessage> {

    private static final long serialVersionUID = 1L;

    CognigyReply(List<CognigyMessage> outputs) {
        super(outputs);
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
