package io.camelcognigy.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Node program that prints JSON lines and takes some. Thread-safe. It ends with {@link #close()}, and by itself should
 * this JVM die, because its stdin ends then.
 */
public final class NodeProcess implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String script;
    private final Process process;
    private final Writer stdin;
    private final List<JsonNode> lines = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private int read;
    private boolean ended;

    NodeProcess(String script, Process process) {
        this.script = script;
        this.process = process;
        this.stdin = process.outputWriter(StandardCharsets.UTF_8);
        pump("stdout", process.inputReader(StandardCharsets.UTF_8), this::took, this::end);
        pump("stderr", process.errorReader(StandardCharsets.UTF_8), this::failed, () -> {});
    }

    /** Sends one command line. */
    public void command(Map<String, ?> command) {
        synchronized (stdin) {
            try {
                stdin.write(MAPPER.writeValueAsString(command));
                stdin.write('\n');
                stdin.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(script + " takes no more lines", e);
            }
        }
    }

    /**
     * The next line that nobody was given yet and that matches; the ones before it are passed over.
     *
     * @throws AssertionError if it does not come within 20 s; with what came instead
     */
    public synchronized JsonNode next(Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int from = read;
        while (true) {
            while (read < lines.size()) {
                JsonNode line = lines.get(read++);
                if (wanted.test(line)) {
                    return line;
                }
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (ended || left <= 0) {
                throw new AssertionError(
                        script + (ended ? " ended" : " did not say what was expected within " + PATIENCE) + "; it said "
                                + lines.subList(from, lines.size()) + " and " + errors);
            }
            pause(left);
        }
    }

    /** The next line whose field has this value. */
    public JsonNode next(String field, String value) {
        return next(line -> value.equals(line.path(field).asText()));
    }

    /** All lines so far, given out already or not. */
    public synchronized List<JsonNode> lines() {
        return List.copyOf(lines);
    }

    /** All lines so far whose field has this value. */
    public List<JsonNode> lines(String field, String value) {
        return lines().stream()
                .filter(line -> value.equals(line.path(field).asText()))
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + script, e);
        }
    }

    private synchronized void took(String line) {
        try {
            lines.add(MAPPER.readTree(line));
        } catch (JsonProcessingException e) {
            errors.append(line).append('\n');
        }
        notifyAll();
    }

    private synchronized void failed(String line) {
        errors.append(line).append('\n');
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    private void pump(String name, BufferedReader reader, Consumer<String> sink, Runnable atEnd) {
        Thread thread = new Thread(
                () -> {
                    try (reader) {
                        reader.lines().forEach(sink);
                    } catch (IOException | UncheckedIOException e) {
                        // The pipe breaks when the process is destroyed.
                        failed(name + " closed");
                    } finally {
                        atEnd.run();
                    }
                },
                script + "-" + name);
        thread.setDaemon(true);
        thread.start();
    }
}
