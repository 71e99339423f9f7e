package io.camelcognigy.bench;

import io.camelcognigy.testing.Java;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours, commanded line by line: a JVM with the same class path ({@link ChildCommands} is its end), or
 * another program that speaks the same. It ends with its parent: its standard input is closed then. What it logs is in
 * {@code target/bench/<name>.log}.
 */
final class ChildProcess implements AutoCloseable {

    private static final Path LOGS = Path.of("target", "bench");
    private static final long EXIT_SECONDS = 30;

    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader replies;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a JVM and waits until it takes commands. */
    static ChildProcess start(String name, Class<?> main, List<String> jvmOptions, String... arguments)
            throws IOException {
        return start(name, Java.program(main, jvmOptions, List.of(arguments)));
    }

    /** Starts a program and waits until it takes commands. */
    static ChildProcess start(String name, ProcessBuilder program) throws IOException {
        Files.createDirectories(LOGS);
        File log = LOGS.resolve(name + ".log").toFile();
        program.redirectError(ProcessBuilder.Redirect.to(log));
        ChildProcess child = new ChildProcess(name, program.start());
        try {
            child.reply(() -> {});
            return child;
        } catch (IllegalStateException e) {
            child.close();
            throw e;
        }
    }

    String command(String command) throws IOException {
        return command(command, () -> {});
    }

    /** @param onEdge called where the child says that a window begins or ends */
    String command(String command, Runnable onEdge) throws IOException {
        commands.println(command);
        return reply(onEdge);
    }

    private String reply(Runnable onEdge) throws IOException {
        while (true) {
            String line = replies.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " has died; see " + LOGS.resolve(name + ".log"));
            } else if (line.equals(ChildCommands.EDGE)) {
                onEdge.run();
            } else if (line.startsWith(ChildCommands.OK)) {
                return line.substring(ChildCommands.OK.length());
            } else {
                throw new IllegalStateException(name + ": " + line + "; see " + LOGS.resolve(name + ".log"));
            }
        }
    }

    /** As by kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        commands.close();
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
