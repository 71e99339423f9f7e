package io.camelcognigy.bench;

import io.camelcognigy.app.embedded.SimulatedEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The endpoint in a JVM of its own. Its bot repeats what was said and is done at once. */
final class EndpointProcess implements AutoCloseable {

    private final ChildProcess child;

    EndpointProcess() throws IOException {
        child = ChildProcess.start("endpoint", EndpointProcess.class, Jvm.options());
    }

    String url() throws IOException {
        return child.command("url");
    }

    /** How many connections stand. */
    int connections() {
        return (int) number("connections");
    }

    /** How often a client broke the protocol, missed acknowledgements included. */
    long violations() {
        return number("violations");
    }

    /** Inputs received so far. */
    long inputs() {
        return number("inputs");
    }

    long cpuNanos() {
        return number("cpu");
    }

    private long number(String command) {
        try {
            return Long.parseLong(child.command(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }

    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                .journalBound(0)
                .bot((input, reply) -> {
                    reply.say(input.text());
                    reply.finalPing();
                })
                .start()) {
            commands.serve(words -> switch (words[0]) {
                case "url" -> endpoint.endpointUrl();
                case "connections" -> String.valueOf(endpoint.connections());
                case "violations" -> String.valueOf(endpoint.journal().violationCount());
                case "inputs" -> String.valueOf(endpoint.journal().inputCount());
                default -> throw new IllegalArgumentException(words[0]);
            });
        }
    }
}
