package io.camelcognigy.proof;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.SimulatedEndpoint;
import java.util.List;
import java.util.stream.Stream;

/** A server's process: {@code artemis PORT}, {@code mail IMAP-PORT SMTP-PORT} or {@code endpoint PORT}. Says when it listens. */
final class ServerMain {

    private ServerMain() {}

    public static void main(String[] args) {
        Commands commands = new Commands();
        List<Integer> ports = Stream.of(args).skip(1).map(Integer::valueOf).toList();
        start(args[0], ports);
        commands.say("listens");
        commands.serve(command -> command);
    }

    private static void start(String server, List<Integer> ports) {
        switch (server) {
            case "artemis" ->
                EmbeddedArtemis.start(ports.get(0), List.of("chat.input", "chat.output", "chat.dead-letter"));
            case "mail" -> EmbeddedMail.start(ports.get(0), ports.get(1));
            case "endpoint" ->
                SimulatedEndpoint.builder()
                        .port(ports.get(0))
                        .bot((input, reply) -> {
                            reply.say(input.text() + " 1 of 1");
                            reply.finalPing();
                        })
                        .start();
            default -> throw new IllegalArgumentException(server);
        }
    }
}
