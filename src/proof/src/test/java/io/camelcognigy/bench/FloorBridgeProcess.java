package io.camelcognigy.bench;

import java.io.IOException;

/** {@link FloorBridge} in a JVM of its own. Only its CPU time can be asked for. */
final class FloorBridgeProcess {

    private FloorBridgeProcess() {}

    /** @param args the brokers, the Endpoint's URL, the prefix of the topics */
    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        Thread bridge = new Thread(() -> run(args), "bridge");
        bridge.setDaemon(true);
        bridge.start();
        commands.serve(words -> {
            throw new IllegalArgumentException(words[0]);
        });
        System.exit(0);
    }

    private static void run(String[] args) {
        try {
            new FloorBridge(args[0], args[1], args[2]).run();
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
