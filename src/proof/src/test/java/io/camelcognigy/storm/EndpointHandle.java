package io.camelcognigy.storm;

import io.camelcognigy.testing.Java;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The parent's end of a {@link StormEndpoint}. */
final class EndpointHandle implements AutoCloseable {

    private Process process;
    private PrintWriter commands;
    private BufferedReader replies;
    private int port;

    EndpointHandle() throws IOException {
        start();
    }

    private void start() throws IOException {
        process = Java.program(StormEndpoint.class, List.of(), List.of(String.valueOf(port)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        replies = process.inputReader(StandardCharsets.UTF_8);
        port = Integer.parseInt(replies.readLine());
    }

    String url() {
        return "http://127.0.0.1:" + port + "/demo";
    }

    /** Cuts every connection and does the same with the next ones as soon as they are accepted. */
    void cut(int refusals) {
        ask("cut " + refusals);
    }

    /** Kills it without a word to anybody, and starts another in its place. */
    void killAndRestart() throws Exception {
        process.destroyForcibly().waitFor();
        start();
    }

    int connections() {
        return Integer.parseInt(ask("connections"));
    }

    long inputs() {
        return Long.parseLong(ask("inputs"));
    }

    long violations() {
        return Long.parseLong(ask("violations"));
    }

    /** What was said since the outage. */
    List<String> texts() {
        return words("texts");
    }

    /** The ids of the sessions that came back, in that order. */
    List<String> sessions() {
        return words("sessions");
    }

    /** The connections since the outage, refused ones included. */
    AcceptCurve accepts() {
        return AcceptCurve.parse(ask("accepts"));
    }

    private List<String> words(String command) {
        String line = ask(command);
        return line.isEmpty() ? List.of() : List.of(line.split(","));
    }

    private String ask(String command) {
        try {
            commands.println(command);
            return replies.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
