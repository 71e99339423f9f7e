package io.camelcognigy.bench;

import java.util.Arrays;

/**
 * One client in a JVM of its own. Commands: {@code warm <sessions> <turns> <seconds>}, {@code measure <sessions>
 * <millis>}, {@code memory <sessions>}.
 */
final class ClientProcess {

    /** Enough for every option anyone will try. */
    private static final int MAX_SESSIONS = 100_000;

    private ClientProcess() {}

    /** @param args the kind of client, then its address */
    public static void main(String[] args) throws Exception {
        ChildCommands commands = new ChildCommands();
        try (Client client = client(args[0], args[1])) {
            ClosedLoop loop = new ClosedLoop(client);
            commands.serve(words -> {
                long[] numbers =
                        Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
                return switch (words[0]) {
                    case "warm" -> String.valueOf(loop.warm((int) numbers[0], numbers[1], numbers[2]));
                    case "measure" ->
                        loop.measure((int) numbers[0], numbers[1], commands::edge)
                                .line();
                    case "memory" -> Memory.of(client, (int) numbers[0]).line();
                    default -> throw new IllegalArgumentException(words[0]);
                };
            });
        }
        System.exit(0);
    }

    private static Client client(String kind, String address) throws Exception {
        return switch (kind) {
            case "floor" -> new FloorClient(address);
            case "transport" -> new TransportClient(address);
            case "component" -> new ComponentClient(address, MAX_SESSIONS, (session, turn) -> Script.TEXT);
            case "load" ->
                new KafkaClient(address, BrokerProcess.PARTITIONS, BrokerProcess.KEYS / BrokerProcess.PARTITIONS);
            default -> throw new IllegalArgumentException(kind);
        };
    }
}
