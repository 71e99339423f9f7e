package io.camelcognigy.bench;

import io.camelcognigy.app.embedded.EmbeddedKafka;
import java.io.IOException;
import java.util.List;

/** A real Kafka broker in a JVM of its own. Command: {@code brokers}. */
final class BrokerProcess {

    /** As the embedded Kafka of the bridge, and as many as the bridge has consumers. */
    static final int PARTITIONS = 8;

    /** Session keys over all partitions. */
    static final int KEYS = 200;

    private BrokerProcess() {}

    static ChildProcess start() throws IOException {
        return ChildProcess.start("broker", BrokerProcess.class, Jvm.options());
    }

    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        List<String> topics = List.of("chat.input", "chat.output", "chat.dead-letter");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0, PARTITIONS, topics)) {
            commands.serve(words -> kafka.brokers());
        }
        System.exit(0);
    }
}
