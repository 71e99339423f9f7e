package io.camelcognigy.bench;

import io.camelcognigy.test.Bot;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.transport.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The endpoint in a JVM of its own, on a port with two event loops, on two more with one each, and on one with TLS.
 * Whoever talks to it has two event loops on the other side. Its bot repeats what was said, at once or after a fixed time.
 */
final class EndpointProcess implements AutoCloseable {

    /** A client that is kept from the processor for a while breaks no rule. */
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(10);

    private static final int LOOPS = 2;
    private static final String HOST = "127.0.0.1";

    private static final Path CERTIFICATES = Path.of("target", "bench");

    private final ChildProcess child;

    EndpointProcess() throws IOException {
        this(Duration.ZERO);
    }

    /** @param thinking what the bot takes for an answer; it takes no thread meanwhile */
    EndpointProcess(Duration thinking) throws IOException {
        this(thinking.isZero() ? "endpoint" : "slow-endpoint", thinking, HOST, 0);
    }

    /** One whose {@link #url()} is at that address. */
    EndpointProcess(String host, int port) throws IOException {
        this("endpoint-" + host, Duration.ZERO, host, port);
    }

    private EndpointProcess(String name, Duration thinking, String host, int port) throws IOException {
        child = ChildProcess.start(
                name,
                EndpointProcess.class,
                Jvm.options(),
                String.valueOf(thinking.toMillis()),
                host,
                String.valueOf(port));
    }

    /** For those who know one address. */
    String url() throws IOException {
        return child.command("url");
    }

    /**
     * The same Endpoint on two ports, with a comma between: towards one alone the system finds local ports ever more slowly
     * once half of them are taken.
     */
    String urls() throws IOException {
        return child.command("urls");
    }

    /** With TLS. */
    String secureUrl() throws IOException {
        return child.command("secureUrl");
    }

    /** For JVMs that talk to {@link #secureUrl()}. */
    List<String> trustOptions() throws Exception {
        TestCertificate certificate = certificate();
        return List.of(
                "-Djavax.net.ssl.trustStore=" + certificate.file(),
                "-Djavax.net.ssl.trustStorePassword=" + new String(certificate.password()));
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

    public static void main(String[] args) throws Exception {
        ChildCommands commands = new ChildCommands();
        Duration thinking = Duration.ofMillis(Long.parseLong(args[0]));
        SimulatedEndpoint secure =
                endpoint(thinking).threads(LOOPS).tls(certificate().serving()).start();
        List<SimulatedEndpoint> all = List.of(
                endpoint(thinking)
                        .threads(LOOPS)
                        .host(args[1])
                        .port(Integer.parseInt(args[2]))
                        .start(),
                endpoint(thinking).threads(1).start(),
                endpoint(thinking).threads(1).start(),
                secure);
        commands.serve(words -> switch (words[0]) {
            case "url" -> all.get(0).endpointUrl();
            case "urls" -> all.get(1).endpointUrl() + "," + all.get(2).endpointUrl();
            case "secureUrl" -> secure.endpointUrl();
            case "connections" -> sum(all, SimulatedEndpoint::connections);
            case "violations" -> sum(all, endpoint -> endpoint.journal().violationCount());
            case "inputs" -> sum(all, endpoint -> endpoint.journal().inputCount());
            default -> throw new IllegalArgumentException(words[0]);
        });
        all.forEach(SimulatedEndpoint::close);
    }

    private static SimulatedEndpoint.Builder endpoint(Duration thinking) {
        Bot repeats = (input, reply) -> {
            reply.say(input.text());
            reply.finalPing();
        };
        return SimulatedEndpoint.builder()
                .journalBound(0)
                .ackTimeout(ACK_TIMEOUT)
                .bot(
                        thinking.isZero()
                                ? repeats
                                : (input, reply) -> reply.after(thinking, () -> repeats.answer(input, reply)));
    }

    private static String sum(List<SimulatedEndpoint> endpoints, ToLongFunction<SimulatedEndpoint> number) {
        return String.valueOf(endpoints.stream().mapToLong(number).sum());
    }

    private static TestCertificate certificate() throws Exception {
        Files.createDirectories(CERTIFICATES);
        return TestCertificate.create(CERTIFICATES, HOST);
    }
}
