package io.camelcognigy.bench;

import java.io.IOException;
import java.time.Duration;

/** {@link JmsFloor} or {@link MailFloor} in a JVM of its own. Only its CPU time can be asked for. */
final class RoadFloorProcess {

    private RoadFloorProcess() {}

    /** @param args {@link JmsPart#NAME} or {@link MailPart#NAME}, then what the floor is told */
    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        Thread floor = new Thread(() -> run(args), "floor");
        floor.setDaemon(true);
        floor.start();
        commands.serve(words -> {
            throw new IllegalArgumentException(words[0]);
        });
        System.exit(0);
    }

    private static void run(String[] args) {
        try {
            if (args[0].equals(JmsPart.NAME)) {
                new JmsFloor(args[1], args[2], args[3]).run();
            } else {
                new MailFloor(args[1], args[2], args[3], args[4], Duration.parse(args[5])).run();
            }
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
