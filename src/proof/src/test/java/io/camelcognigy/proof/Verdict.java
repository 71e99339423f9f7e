package io.camelcognigy.proof;

import java.util.List;

/**
 * What was wrong in a run, one line of text for each case.
 *
 * @param lost inputs without all their answers and without a dead letter
 * @param duplicates inputs that the endpoint heard once more
 * @param reordered first deliveries of a key, to the endpoint or to the reply topic, that came after a later one's
 * @param misattributed answers that carry the correlation id of another input
 * @param wrongSession inputs heard in, or answers given to, another session than their key's
 */
record Verdict(
        List<String> lost,
        List<String> duplicates,
        List<String> reordered,
        List<String> misattributed,
        List<String> wrongSession) {

    /** Duplicates may be within a bound; the rest must be empty. */
    String faults() {
        return lines("lost", lost)
                + lines("reordered", reordered)
                + lines("misattributed", misattributed)
                + lines("wrong session", wrongSession);
    }

    private static String lines(String what, List<String> cases) {
        return cases.isEmpty()
                ? ""
                : what + " " + cases.size() + ": " + cases.subList(0, Math.min(5, cases.size())) + "\n";
    }

    @Override
    public String toString() {
        return "lost %d, duplicates %d, reordered %d, misattributed %d, wrong session %d"
                .formatted(lost.size(), duplicates.size(), reordered.size(), misattributed.size(), wrongSession.size());
    }
}
