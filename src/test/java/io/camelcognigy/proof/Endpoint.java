package io.camelcognigy.proof;

import io.camelcognigy.proof.EndpointMain.Moment;
import io.camelcognigy.proof.History.Heard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The endpoint in a process of its own, with a journal that outlives it. */
final class Endpoint implements AutoCloseable {

    private final Path journal;
    private final Duration pingInterval;
    private final Duration pingTimeout;
    private Child child;
    private int port;

    Endpoint(Path folder, Duration pingInterval, Duration pingTimeout) {
        this.journal = folder.resolve("endpoint.journal");
        this.pingInterval = pingInterval;
        this.pingTimeout = pingTimeout;
        start();
    }

    /** Starts it anew, on another port; the one before must be dead. */
    void start() {
        child = Child.start(
                "endpoint",
                EndpointMain.class,
                List.of("-Xmx128m"),
                List.of(
                        journal.toString(),
                        Long.toString(pingInterval.toMillis()),
                        Long.toString(pingTimeout.toMillis())));
        port = Integer.parseInt(child.reply());
    }

    int port() {
        return port;
    }

    void dieAt(Moment moment) {
        child.command("arm " + moment);
    }

    void awaitDeath(Duration atMost) {
        child.awaitExit(atMost);
    }

    void kill() {
        child.kill();
    }

    /** How often which rule of the protocol was broken since it was started. */
    String violations() {
        return child.command("violations");
    }

    /** Everything that any of its lives has heard. */
    List<Heard> heard() {
        return lines("heard");
    }

    /** Everything that any of its lives has said, as if it had heard it. */
    List<Heard> said() {
        return lines("said");
    }

    private List<Heard> lines(String what) {
        try {
            if (!Files.exists(journal)) {
                return List.of();
            }
            return Files.readAllLines(journal).stream()
                    .map(line -> line.split("\t"))
                    // A line that is being written lacks its end.
                    .filter(words -> words.length == 4 && words[0].equals(what))
                    .flatMap(words -> Stamp.find(words[3]).stream()
                            .map(stamp -> new Heard(stamp, words[2], Long.parseLong(words[1]))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
