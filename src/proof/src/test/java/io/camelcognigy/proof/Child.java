package io.camelcognigy.proof;

import io.camelcognigy.testing.Java;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process of ours, to be commanded, frozen and killed. It ends with its parent, because its standard input ends then.
 * What it logs is in {@code target/proof/<name>.log}.
 */
final class Child implements AutoCloseable {

    private static final Path LOGS = Path.of("target", "proof");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader replies;

    private Child(String name, Process process) {
        this.name = name;
        this.process = process;
        this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /** A JVM with the same class path, whose main class uses {@link Commands}. */
    static Child start(String name, Class<?> main, List<String> jvmOptions, List<String> arguments) {
        List<String> options = new ArrayList<>(jvmOptions);
        // A test's processes live for seconds.
        options.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        return start(name, Java.program(main, options, arguments));
    }

    /** Starts it; does not wait until it can do anything. */
    static Child start(String name, ProcessBuilder program) {
        try {
            Files.createDirectories(LOGS);
            File log = LOGS.resolve(name + ".log").toFile();
            return new Child(
                    name,
                    program.redirectError(ProcessBuilder.Redirect.appendTo(log)).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one line and waits for the one that answers it. */
    String command(String command) {
        commands.println(command);
        return reply();
    }

    /** The next line that the child says. */
    String reply() {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw new IllegalStateException(name + " has died; see " + LOGS.resolve(name + ".log"));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** What it has had so far. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** kill -9, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        awaitExit(PATIENCE);
    }

    /** SIGTERM. */
    void terminate() {
        // Not by the process's own method, which closes its standard input too: the child would end at once.
        signal("TERM");
    }

    /** SIGSTOP: from now on it does nothing, and does not know it. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    void awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " is still there after " + atMost);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(e);
    }

    @Override
    public void close() {
        kill();
        commands.close();
    }
}
