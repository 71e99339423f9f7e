package io.camelcognigy.content;

import io.camelcognigy.protocol.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Joins the pieces of streamed answers of one turn (PROTOCOL §17). Pieces with one message id and sender are one answer,
 * with nothing between them; its place is that of its first piece, and what the bot says in between keeps its place behind
 * it. An answer is over with its finish mark, which is no output of its own, or with the turn.
 *
 * <p>What is held back is bounded: beyond {@code maxBytes}, or 1,000 outputs, all of it goes out as it is, and answers
 * that were not over go on in another output. Nothing is lost by that, and nothing twice.
 *
 * <p>One instance for each turn; not thread-safe. Acknowledgements are not its business: each piece's is due at once.
 */
public final class AnswerJoiner {

    /** Of what is held back, in UTF-8. */
    public static final int DEFAULT_MAX_BYTES = 1024 * 1024;

    static final int MAX_HELD = 1_000;

    private record Key(String id, String source) {}

    private final StreamMode mode;
    private final int maxBytes;
    private final Deque<Held> held = new ArrayDeque<>();
    private final Map<Key, Held> open = new HashMap<>();
    private long bytes;

    /**
     * @param maxBytes how much may be held back
     * @throws IllegalArgumentException if it is not positive
     */
    public AnswerJoiner(StreamMode mode, int maxBytes) {
        if (maxBytes <= 0) {
            throw new IllegalArgumentException("maxBytes must be positive");
        }
        this.mode = Objects.requireNonNull(mode);
        this.maxBytes = maxBytes;
    }

    /** Takes what the bot said next, and returns what can go out now, in order. */
    public List<Message> add(Message output) {
        Piece piece = mode == StreamMode.PIECES ? null : Piece.of(output);
        if (piece == null && mode != StreamMode.TURN && held.isEmpty()) {
            return List.of(output);
        }
        if (piece == null) {
            hold(new Held(output));
        } else {
            add(output, piece);
        }
        if (bytes > maxBytes || held.size() > MAX_HELD) {
            return end();
        }
        return mode == StreamMode.TURN ? List.of() : complete();
    }

    /** The turn is over, however it ended: returns all that was held back. The next output begins afresh. */
    public List<Message> end() {
        List<Message> all = held.stream().map(Held::message).toList();
        held.clear();
        open.clear();
        bytes = 0;
        return mode == StreamMode.TURN && all.size() > 1 ? List.of(Turns.joined(all)) : all;
    }

    private void add(Message output, Piece piece) {
        Key key = new Key(piece.id(), output.source());
        Held answer = piece.id() == null ? null : open.get(key);
        if (piece.markOnly(output)) {
            // Without an answer it is the end, or the beginning, of one that said nothing.
            if (answer != null && piece.finish() != null) {
                close(key, answer, piece.finish());
            }
            return;
        }
        if (piece.id() == null) {
            hold(new Held(output));
            return;
        }
        if (answer == null) {
            answer = new Held(piece, output);
            open.put(key, answer);
            hold(answer);
        } else if (answer.takes(piece)) {
            bytes += answer.append(output);
        } else {
            // It shows something else besides: that goes out as the bot sent it.
            hold(new Held(output));
        }
        if (piece.finish() != null) {
            close(key, answer, piece.finish());
        }
    }

    private void hold(Held one) {
        held.add(one);
        bytes += one.bytes();
    }

    private void close(Key key, Held answer, String finish) {
        answer.end(finish);
        open.remove(key);
    }

    private List<Message> complete() {
        List<Message> complete = new ArrayList<>();
        while (!held.isEmpty() && held.peek().over()) {
            Held first = held.remove();
            bytes -= first.bytes();
            complete.add(first.message());
        }
        return complete;
    }

    /** One output that waits: whole, or an answer that may still grow. */
    private static final class Held {

        private final Message first;
        private final Piece piece;
        private final StringBuilder text;
        private boolean spoke;
        private String traceId;
        private boolean sensitive;
        private String finish;
        private boolean over;
        private long bytes;

        Held(Message whole) {
            this.first = whole;
            this.piece = null;
            this.text = null;
            this.over = true;
            this.bytes = Sizes.of(whole.text()) + Sizes.of(whole.data() == null ? whole.raw() : whole.data());
        }

        Held(Piece piece, Message first) {
            this.first = first;
            this.piece = piece;
            this.text = new StringBuilder();
            this.bytes = Sizes.of(piece.rest()) + Sizes.of(piece.id());
            append(first);
        }

        boolean over() {
            return over;
        }

        long bytes() {
            return bytes;
        }

        boolean takes(Piece next) {
            return next.rest().isEmpty() || next.rest().equals(piece.rest());
        }

        /** @return how many bytes it has grown by */
        long append(Message next) {
            long more = Sizes.of(next.text());
            if (next.text() != null) {
                text.append(next.text());
                spoke = true;
            }
            traceId = traceId == null ? next.traceId() : traceId;
            sensitive |= next.sensitive();
            bytes += more;
            return more;
        }

        void end(String reason) {
            finish = reason;
            over = true;
        }

        Message message() {
            if (piece == null) {
                return first;
            }
            String words = spoke ? text.toString() : null;
            Map<String, Object> data = Piece.whole(piece.id(), finish, piece.rest());
            Map<String, Object> raw = new LinkedHashMap<>();
            raw.put("text", words);
            raw.put("data", data);
            return new Message(words, data, traceId, first.source(), sensitive, raw);
        }
    }
}
