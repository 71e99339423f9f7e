package io.camelcognigy.bench;

import java.util.Arrays;

/**
 * One client in a JVM of its own. Commands: {@code warm <sessions> <turns> <seconds>},
 * {@code measure <sessions> <turns a second, or 0> <millis> <millis before>}, {@code once <sessions>},
 * {@code memory <sessions>}.
 * {@code src/test/node/load.js} takes the same.
 */
final class ClientProcess {

    /** The load on a bridge, which does not talk to the endpoint. */
    static final String KAFKA = "kafka";

    private ClientProcess() {}

    /** @param args the kind of client, then its address; for the load on a bridge, the broker's, then the topics' prefix */
    public static void main(String[] args) throws Exception {
        ChildCommands commands = new ChildCommands();
        try (Client client = client(args)) {
            Loop loop = new Loop(client);
            commands.serve(words -> {
                long[] numbers =
                        Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
                return switch (words[0]) {
                    case "warm" -> String.valueOf(loop.warm((int) numbers[0], numbers[1], numbers[2]));
                    case "measure" ->
                        loop.measure(
                                        new Load((int) numbers[0], (int) numbers[1]),
                                        numbers[2],
                                        numbers[3],
                                        commands::edge)
                                .line();
                    case "once" -> String.valueOf(loop.once((int) numbers[0]));
                    case "memory" -> Memory.of(client, (int) numbers[0]).line();
                    default -> throw new IllegalArgumentException(words[0]);
                };
            });
        }
        System.exit(0);
    }

    private static Client client(String[] args) throws Exception {
        return args[0].equals(KAFKA)
                ? new KafkaClient(args[1], args[2])
                : ClientKind.of(args[0]).client(args[1]);
    }
}
