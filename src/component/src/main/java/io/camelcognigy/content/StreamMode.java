package io.camelcognigy.content;

import java.util.Arrays;
import java.util.Optional;

/** What becomes of answers that the bot sends piece by piece (PROTOCOL §17); the names are those of the option {@code stream}. */
public enum StreamMode {
    /** Each piece is an output, as it comes; the mark at the end as well. */
    PIECES,
    /** Each answer is one output, when it is complete. */
    ANSWER,
    /** All that the bot says in a turn is one output, at the turn's end. */
    TURN;

    /** By its name in any case, as the sender of an input may say it; empty if it is none. */
    public static Optional<StreamMode> of(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
