package io.camelcognigy.bench;

import io.camelcognigy.demo.DemoApplication;
import java.io.IOException;
import java.util.List;

/** The bridge in a JVM of its own. Only its CPU time can be asked for. */
final class BridgeProcess {

    private BridgeProcess() {}

    /** @param settings as on its command line */
    static ChildProcess start(String name, List<String> options, String... settings) throws IOException {
        return ChildProcess.start(name, BridgeProcess.class, options, settings);
    }

    public static void main(String[] args) throws IOException {
        // It returns when the bridge has stopped. That it runs is known when the load gets its first answers.
        ChildCommands.serveBeside(() -> DemoApplication.main(args));
    }
}
