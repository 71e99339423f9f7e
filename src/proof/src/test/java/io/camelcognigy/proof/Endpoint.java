package io.camelcognigy.proof;

import io.camelcognigy.proof.EndpointMain.Moment;
import io.camelcognigy.proof.History.Heard;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.testing.Node;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The endpoint in a process of its own, with a journal that outlives it. */
final class Endpoint implements AutoCloseable {

    /** Of a brisk one. */
    static final Duration PING_INTERVAL = Duration.ofMillis(1_500);

    /** Of a brisk one. */
    static final Duration PING_TIMEOUT = Duration.ofMillis(1_500);

    /** Who it is. */
    enum Server {
        /** Ours. */
        SIMULATED {
            @Override
            Child start(List<String> arguments) {
                return Child.start("endpoint", EndpointMain.class, List.of("-Xmx128m"), arguments);
            }
        },
        /** A real Socket.IO server, which needs Node. */
        SOCKET_IO {
            @Override
            Child start(List<String> arguments) {
                return Child.start("endpoint", Node.program("proof.js", arguments.toArray(String[]::new)));
            }
        };

        /** @param arguments the journal, and the heartbeat's interval and timeout in milliseconds */
        abstract Child start(List<String> arguments);
    }

    private final Path journal;
    private final List<Heard> heard = new ArrayList<>();
    private Server server;
    private boolean brisk;
    private long read;
    private Child child;
    private int port;

    Endpoint(Path folder) {
        this.journal = folder.resolve("endpoint.journal");
        start(Proof.SERVER, false);
    }

    /**
     * Starts it anew, on another port; the one before must be dead.
     *
     * @param brisk with {@link #PING_INTERVAL} and {@link #PING_TIMEOUT}; otherwise as real ones, so that a busy machine
     *     does not look like a dead one
     */
    void start(Server server, boolean brisk) {
        this.server = server;
        this.brisk = brisk;
        child = server.start(
                brisk
                        ? List.of(journal.toString(), millis(PING_INTERVAL), millis(PING_TIMEOUT))
                        : List.of(journal.toString(), "25000", "20000"));
        port = Integer.parseInt(child.reply());
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    Server server() {
        return server;
    }

    /** Whether it is what scenarios find that ask for nothing else. */
    boolean usual() {
        return server == Proof.SERVER && !brisk;
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

    boolean alive() {
        return child.alive();
    }

    void kill() {
        child.kill();
    }

    /** Which rules of the protocol were broken since it was started, but for those that faults make anybody break. */
    String violations() {
        return child.command("violations");
    }

    /** How often a session got a connection while it had one, since it was started. */
    int overlaps() {
        return Integer.parseInt(child.command("overlaps"));
    }

    /** How many sessions have more than one connection now. */
    int doubles() {
        return Integer.parseInt(child.command("doubles"));
    }

    /** Everything that any of its lives has heard. */
    synchronized List<Heard> heard() {
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
            file.seek(read);
            byte[] bytes = new byte[(int) (file.length() - read)];
            file.readFully(bytes);
            String news = new String(bytes, StandardCharsets.UTF_8);
            // A line that is being written is read when it has its end.
            news = news.substring(0, news.lastIndexOf('\n') + 1);
            read += news.getBytes(StandardCharsets.UTF_8).length;
            news.lines().map(line -> line.split("\t")).forEach(words -> {
                if (words[0].equals("heard")) {
                    Stamp.find(words[3])
                            .ifPresent(stamp ->
                                    heard.add(new Heard(stamp, SessionKeys.key(words[2]), Long.parseLong(words[1]))));
                }
            });
            return List.copyOf(heard);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
