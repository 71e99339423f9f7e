package io.camelcognigy.bench;

import io.camelcognigy.servers.EmbeddedKafka;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A real Kafka broker in a JVM of its own. Command: {@code brokers}. */
final class BrokerProcess {

    /** As the embedded Kafka of the bridge. */
    static final int PARTITIONS = 8;

    private BrokerProcess() {}

    /** @param prefixes of the topics; each bridge has its own */
    static ChildProcess start(List<String> prefixes) throws IOException {
        return start(PARTITIONS, prefixes);
    }

    static ChildProcess start(int partitions, List<String> prefixes) throws IOException {
        return ChildProcess.start(
                "broker",
                BrokerProcess.class,
                Jvm.options(),
                Stream.concat(Stream.of(String.valueOf(partitions)), prefixes.stream())
                        .toArray(String[]::new));
    }

    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        List<String> topics = Arrays.stream(args)
                .skip(1)
                .flatMap(prefix -> Stream.of("input", "output", "dead-letter").map(topic -> prefix + "." + topic))
                .toList();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, Integer.parseInt(args[0]), topics)) {
            commands.serve(words -> kafka.brokers());
        }
        System.exit(0);
    }
}
