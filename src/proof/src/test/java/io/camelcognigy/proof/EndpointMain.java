package io.camelcognigy.proof;

import io.camelcognigy.test.ClientHandshake;
import io.camelcognigy.test.ReceivedInput;
import io.camelcognigy.test.Reply;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.test.Violation;
import io.camelcognigy.test.Violation.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The endpoint's process. Its bot does what each input's {@link Script} says and writes down every input it reads and
 * every output it sends, before it does anything else about them; kill it when you like.
 *
 * <p>Commands: {@code arm <Moment>} makes it die like kill -9 at the next such moment, {@code violations} tells which
 * rules of the protocol were broken, {@code overlaps} how often a session got a connection while it had one, and
 * {@code doubles} how many sessions have two now.
 */
final class EndpointMain {

    /** Where in a turn the endpoint can die by command. */
    enum Moment {
        ON_RECEIPT,
        BETWEEN_OUTPUTS,
        BEFORE_FINAL_PING
    }

    /** Faults delay acknowledgements; who may have two connections, and when, is the scenario's business. */
    private static final Set<Kind> EXPECTED = Set.of(Kind.MISSING_ACK, Kind.UNEXPECTED_ACK, Kind.SECOND_CONNECTION);

    private final AtomicReference<Moment> armed = new AtomicReference<>();
    private final BufferedWriter journal;
    private final SimulatedEndpoint endpoint;

    private EndpointMain(Path journal, Duration pingInterval, Duration pingTimeout) throws IOException {
        this.journal = Files.newBufferedWriter(journal, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        endpoint = SimulatedEndpoint.builder()
                .journalBound(100_000)
                .heartbeat(pingInterval, pingTimeout)
                .bot(this::answer)
                .start();
    }

    public static void main(String[] args) throws IOException {
        Commands commands = new Commands();
        EndpointMain main = new EndpointMain(
                Path.of(args[0]),
                Duration.ofMillis(Long.parseLong(args[1])),
                Duration.ofMillis(Long.parseLong(args[2])));
        commands.say(Integer.toString(main.endpoint.port()));
        commands.serve(main::handle);
    }

    private String handle(String command) {
        String[] words = command.split(" ");
        return switch (words[0]) {
            case "arm" -> {
                armed.set(Moment.valueOf(words[1]));
                yield "armed";
            }
            case "overlaps" ->
                Integer.toString(
                        endpoint.journal().violations(Kind.SECOND_CONNECTION).size());
            case "doubles" ->
                Long.toString(endpoint.journal().handshakes().stream()
                        .map(ClientHandshake::sessionId)
                        .distinct()
                        .filter(session -> endpoint.liveConnections(session) > 1)
                        .count());
            case "violations" ->
                endpoint.journal().violations().stream()
                        .filter(violation -> !EXPECTED.contains(violation.kind()))
                        .map(Violation::toString)
                        .distinct()
                        .toList()
                        .toString();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private void answer(ReceivedInput input, Reply reply) {
        note("heard", input.sessionId(), input.text());
        dieAt(Moment.ON_RECEIPT);
        Script script = Script.of(input.data());
        if (!script.hangs()) {
            speak(input, reply, script, 1);
        }
    }

    private void speak(ReceivedInput input, Reply reply, Script script, int part) {
        reply.after(Duration.ofMillis(script.thinkMillis()), () -> {
            if (script.noisy()) {
                endpoint.push(input.sessionId(), "nobody asked");
            }
            if (part > 1) {
                dieAt(Moment.BETWEEN_OUTPUTS);
            }
            String output = input.text() + " " + part + " of " + script.outputs();
            note("said", input.sessionId(), output);
            reply.say(output);
            if (part < script.outputs()) {
                speak(input, reply, script, part + 1);
            } else {
                dieAt(Moment.BEFORE_FINAL_PING);
                reply.finalPing();
            }
        });
    }

    private void dieAt(Moment moment) {
        if (armed.compareAndSet(moment, null)) {
            Runtime.getRuntime().halt(137);
        }
    }

    /** What is flushed is the kernel's, and survives this process. */
    private void note(String what, String sessionId, String text) {
        synchronized (journal) {
            try {
                journal.write(String.join("\t", what, Long.toString(System.currentTimeMillis()), sessionId, text));
                journal.newLine();
                journal.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
