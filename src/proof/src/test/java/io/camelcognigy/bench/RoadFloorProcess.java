package io.camelcognigy.bench;

import java.io.IOException;
import java.time.Duration;

/** {@link FloorBridge}, {@link JmsFloor} or {@link MailFloor} in a JVM of its own. Only its CPU time can be asked for. */
final class RoadFloorProcess {

    private RoadFloorProcess() {}

    /** @param args the part of the benchmark, then what its floor is told */
    public static void main(String[] args) throws IOException {
        ChildCommands.serveBeside(() -> {
            switch (args[0]) {
                case Options.KAFKA -> new FloorBridge(args[1], args[2], args[3]).run();
                case JmsPart.NAME -> new JmsFloor(args[1], args[2], args[3]).run();
                case MailPart.NAME -> new MailFloor(args[1], args[2], args[3], args[4], Duration.parse(args[5])).run();
                default -> throw new IllegalArgumentException(args[0]);
            }
        });
    }
}
