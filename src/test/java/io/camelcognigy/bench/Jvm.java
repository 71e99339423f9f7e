package io.camelcognigy.bench;

import java.util.List;

/** The options of the JVMs that are started; the same for all, so that no contestant has an advantage. */
final class Jvm {

    /** What the check with thousands of sessions promises to get along with. */
    static final String MAX_HEAP = "-Xmx512m";

    private Jvm() {}

    static List<String> options() {
        return List.of(MAX_HEAP);
    }

    /** Gives back what a collection freed, so that resident memory says what is in use. */
    static List<String> tightOptions() {
        return List.of(MAX_HEAP, "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");
    }
}
