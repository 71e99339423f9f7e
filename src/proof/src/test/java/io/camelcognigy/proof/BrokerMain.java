package io.camelcognigy.proof;

/** The broker's process: Kafka's own main class, which ends with its parent. */
final class BrokerMain {

    private BrokerMain() {}

    public static void main(String[] args) {
        Commands.serveBeside(command -> command);
        kafka.Kafka.main(args);
    }
}
