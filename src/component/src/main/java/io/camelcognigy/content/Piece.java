package io.camelcognigy.content;

import io.camelcognigy.protocol.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a message takes part in a streamed answer (PROTOCOL §8, §17).
 *
 * @param id of the answer, null if it is of none
 * @param finish why the answer is over, null if it goes on
 * @param rest the message's data without these two; empty if there are no more
 */
record Piece(String id, String finish, Map<String, Object> rest) {

    private static final String RICH = "_cognigy";
    private static final String ID = "_messageId";
    private static final String FINISH = "_finishReason";

    /** Null if the message has nothing to do with a stream. */
    static Piece of(Message message) {
        Map<String, Object> data = message.data();
        if (data == null || !(data.get(RICH) instanceof Map<?, ?> rich)) {
            return null;
        }
        String id = label(rich.get(ID));
        String finish = label(rich.get(FINISH));
        return id == null && finish == null ? null : new Piece(id, finish, rest(data, rich));
    }

    /** Whether it only says something about an answer: the bot said nothing by it. */
    boolean markOnly(Message message) {
        return rest.isEmpty() && (message.text() == null || message.text().isEmpty());
    }

    /** The data of a whole answer: what its pieces had beside their place in the stream, and its id and end. */
    static Map<String, Object> whole(String id, String finish, Map<String, Object> rest) {
        Map<String, Object> rich = new LinkedHashMap<>();
        if (rest.get(RICH) instanceof Map<?, ?> more) {
            rich.putAll(Items.named(more));
        }
        rich.put(ID, id);
        if (finish != null) {
            rich.put(FINISH, finish);
        }
        Map<String, Object> data = new LinkedHashMap<>(rest);
        data.put(RICH, Collections.unmodifiableMap(rich));
        return Collections.unmodifiableMap(data);
    }

    private static Map<String, Object> rest(Map<String, Object> data, Map<?, ?> rich) {
        int marks = (rich.containsKey(ID) ? 1 : 0) + (rich.containsKey(FINISH) ? 1 : 0);
        if (data.size() == 1 && rich.size() == marks) {
            return Map.of();
        }
        Map<String, Object> rest = new LinkedHashMap<>(data);
        Map<String, Object> more = Items.named(rich);
        more.remove(ID);
        more.remove(FINISH);
        if (more.isEmpty()) {
            rest.remove(RICH);
        } else {
            rest.put(RICH, more);
        }
        return rest;
    }

    private static String label(Object value) {
        return (value instanceof String text && !text.isEmpty()) || value instanceof Number ? value.toString() : null;
    }
}
