package io.camelcognigy.storm;

import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.FailAt;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The endpoint in a JVM of its own, so that it can be killed and so that client and server each have all the file
 * descriptors of a process. It repeats what was said, and never ends a turn whose text begins with {@value #HOLD}.
 *
 * <p>Takes commands from standard input, one a line, answers each with one line on standard output, and ends with its
 * parent.
 */
final class StormEndpoint {

    static final String HOLD = "hold";

    /** All that it is asked to remember of 10,000 sessions. */
    private static final int JOURNAL = 100_000;

    private StormEndpoint() {}

    /** @param args the port, 0 for any */
    public static void main(String[] args) throws IOException {
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .port(Integer.parseInt(args[0]))
                        .journalBound(JOURNAL)
                        .bot(StormEndpoint::answer)
                        .start();
                AcceptClock accepts = new AcceptClock(endpoint)) {
            System.out.println(endpoint.port());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(carryOut(line.split(" "), endpoint, accepts));
            }
        }
    }

    private static void answer(ReceivedInput input, Reply reply) {
        if (!input.text().startsWith(HOLD)) {
            reply.say(input.text());
            reply.finalPing();
        }
    }

    private static String carryOut(String[] words, SimulatedEndpoint endpoint, AcceptClock accepts) {
        return switch (words[0]) {
            case "connections" -> String.valueOf(endpoint.connections());
            case "inputs" -> String.valueOf(endpoint.journal().inputCount());
            case "violations" -> String.valueOf(endpoint.journal().violationCount());
            case "texts" ->
                endpoint.journal().inputs().stream().map(ReceivedInput::text).collect(Collectors.joining(","));
            case "sessions" ->
                endpoint.journal().handshakes().stream()
                        .map(ClientHandshake::sessionId)
                        .collect(Collectors.joining(","));
            case "accepts" -> accepts.line();
            case "cut" -> {
                // The journal goes on with what comes after the cut.
                endpoint.journal().clear();
                endpoint.failAt(FailAt.ACCEPT, Integer.parseInt(words[1]));
                accepts.restart();
                endpoint.dropAll();
                yield "done";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }
}
