package io.camelcognigy.road;

import io.camelcognigy.session.EventKind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a road sends out, as its setting {@code events} lists it: the component's events, or the types of the contract, {@code
 * typing} and {@code turnEnd}. Immutable.
 *
 * @param kinds of events
 */
public record EventTypes(Set<EventKind> kinds) {

    public EventTypes {
        kinds = Set.copyOf(kinds);
        if (kinds.contains(EventKind.HANDOVER) && !kinds.contains(EventKind.OUTPUT)) {
            throw new IllegalArgumentException(
                    "handover needs output: it is an output that tells how a handover stands");
        }
    }

    /**
     * Names, separated by commas.
     *
     * @throws IllegalArgumentException if one is unknown; the message lists those there are
     */
    public static EventTypes of(String names) {
        Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
        Arrays.stream(names.split(",")).map(String::strip).map(EventKind::of).forEach(kinds::add);
        return new EventTypes(kinds);
    }

    public boolean contains(EventKind kind) {
        return kinds.contains(kind);
    }

    /** Whether a turn in which the bot said nothing is told of. */
    public boolean silence() {
        return kinds.contains(EventKind.SILENCE);
    }

    /** Whether an output that tells how a handover stands goes out as {@code handover}, and not as {@code output}. */
    public boolean handover() {
        return kinds.contains(EventKind.HANDOVER);
    }
}
