package io.camelcognigy.bench;

import java.util.List;

/** The options of the JVMs that are started; the same for all, so that no contestant has an advantage. */
final class Jvm {

    /** What the check with thousands of sessions promises to get along with. */
    static final String MAX_HEAP = "-Xmx512m";

    private Jvm() {}

    static List<String> options() {
        return options(MAX_HEAP);
    }

    /** @param heap its bound, in place of {@link #MAX_HEAP} */
    static List<String> options(String heap) {
        // What a thread that compiles has used would not be known any more once it has ended.
        return List.of(heap, "-XX:-UseDynamicNumberOfCompilerThreads");
    }
}
