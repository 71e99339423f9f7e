package io.camelcognigy.road;

import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What is to stand in a register of each session that lives, wherever that register is. What has changed is written, once at a
 * time for a session, and the latest of it; what failed is tried again. After {@link #close} nothing is written any more.
 *
 * <p>It remembers what it wrote of the sessions that live, which the agents bound. Thread-safe.
 */
public final class RegisterCells implements SessionRegister {

    /** How old what is written of a session's last activity may be. */
    public static final Duration REFRESH = Duration.ofMinutes(5);

    /** Writes. Called by whoever moves a session: it must not block. */
    public interface Writer {

        void write(Change change);

        /** Does it later, or never if the road has stopped. */
        void after(Duration delay, Runnable task);
    }

    /**
     * What is to stand there.
     *
     * @param entry null once the session has ended
     * @param lastActive in milliseconds since 1970
     */
    public record State(SessionEntry entry, long lastActive) {}

    /** A session that is not in the register as it is. */
    public final class Change {

        private final String sessionKey;
        private final Cell cell;

        private Change(String sessionKey, Cell cell) {
            this.sessionKey = sessionKey;
            this.cell = cell;
        }

        public String sessionKey() {
            return sessionKey;
        }

        /** The latest; what changes from now on is written after this. Empty: nothing is to be written any more. */
        public Optional<State> state() {
            return RegisterCells.this.state(cell);
        }

        /** Call it once, on any thread. @param failure null if it is written; else it is tried again */
        public void done(Exception failure) {
            written(this, failure);
        }
    }

    private static final class Cell {
        private SessionEntry wanted;
        private long wantedAt;
        private boolean writing;
        /** It changed while it was being written. */
        private boolean again;

        private int failures;
        private final List<Runnable> waiting = new ArrayList<>(1);
    }

    private final Set<String> ofOneInput;
    private final Writer writer;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final Map<String, Cell> cells = new HashMap<>();
    private boolean closed;

    /**
     * @param ofOneInput see {@link SessionEntry#lasting}
     * @param millis since 1970
     */
    public RegisterCells(Set<String> ofOneInput, Writer writer, LongSupplier nanoTime, LongSupplier millis) {
        this.ofOneInput = Set.copyOf(ofOneInput);
        this.writer = writer;
        this.nanoTime = nanoTime;
        this.millis = millis;
    }

    /**
     * So it stands there.
     *
     * @param lastActive in milliseconds since 1970
     * @return false if more is known of that session already
     */
    public synchronized boolean found(SessionEntry entry, long lastActive) {
        if (closed || cells.containsKey(key(entry))) {
            return false;
        }
        Cell cell = new Cell();
        cell.wanted = entry.lasting(ofOneInput);
        cell.wantedAt = nanoTime.getAsLong()
                - Duration.ofMillis(Math.max(0, millis.getAsLong() - lastActive))
                        .toNanos();
        cells.put(key(entry), cell);
        return true;
    }

    /** It is nobody's business here: it stays as it stands there, and who waits for it goes on. */
    public void leave(String sessionKey) {
        List<Runnable> told = List.of();
        synchronized (this) {
            Cell cell = cells.remove(sessionKey);
            if (cell != null) {
                told = List.copyOf(cell.waiting);
                cell.waiting.clear();
            }
        }
        told.forEach(Runnable::run);
    }

    @Override
    public void live(SessionEntry entry) {
        SessionEntry lasting = entry.lasting(ofOneInput);
        Cell cell;
        synchronized (this) {
            if (closed) {
                return;
            }
            cell = cells.computeIfAbsent(key(entry), any -> new Cell());
            long now = nanoTime.getAsLong();
            if (lasting.equals(cell.wanted) && now - cell.wantedAt < REFRESH.toNanos()) {
                return;
            }
            cell.wanted = lasting;
            cell.wantedAt = now;
            if (!begins(cell)) {
                return;
            }
        }
        writer.write(new Change(key(entry), cell));
    }

    @Override
    public void ended(SessionEntry entry) {
        Cell cell;
        synchronized (this) {
            cell = cells.get(key(entry));
            if (closed || cell == null) {
                return;
            }
            cell.wanted = null;
            if (!begins(cell)) {
                return;
            }
        }
        writer.write(new Change(key(entry), cell));
    }

    /** Whether it is to be written by whoever asks; else whoever writes it does so once more. */
    private static boolean begins(Cell cell) {
        cell.again = cell.writing;
        cell.writing = true;
        return !cell.again;
    }

    /**
     * Goes on as soon as what is known of that session is written, at once if it is.
     *
     * @param then on any thread
     */
    public void whenWritten(String sessionKey, Runnable then) {
        synchronized (this) {
            Cell cell = cells.get(sessionKey);
            if (cell != null && cell.writing) {
                cell.waiting.add(then);
                return;
            }
        }
        then.run();
    }

    /** Whether something is known of that session. */
    public synchronized boolean has(String sessionKey) {
        return cells.containsKey(sessionKey);
    }

    /** What is known of that session, unless it has ended. */
    public synchronized Optional<SessionEntry> entry(String sessionKey) {
        return Optional.ofNullable(cells.get(sessionKey)).map(cell -> cell.wanted);
    }

    /** How many sessions are not in the register as they are. */
    public synchronized int writing() {
        return (int) cells.values().stream().filter(cell -> cell.writing).count();
    }

    private synchronized Optional<State> state(Cell cell) {
        if (closed || !cell.writing) {
            return Optional.empty();
        }
        cell.again = false;
        long ago = Duration.ofNanos(nanoTime.getAsLong() - cell.wantedAt).toMillis();
        return Optional.of(new State(cell.wanted, millis.getAsLong() - ago));
    }

    private void written(Change change, Exception failure) {
        Cell cell = change.cell;
        Duration pause = null;
        boolean again;
        List<Runnable> told = List.of();
        synchronized (this) {
            if (failure != null) {
                pause = RetryPause.after(++cell.failures, null);
            } else {
                cell.failures = 0;
            }
            again = failure != null || cell.again;
            if (!again) {
                cell.writing = false;
                told = List.copyOf(cell.waiting);
                cell.waiting.clear();
                if (cell.wanted == null) {
                    cells.remove(change.sessionKey, cell);
                }
            }
        }
        told.forEach(Runnable::run);
        if (pause != null) {
            writer.after(pause, () -> writer.write(change));
        } else if (again) {
            writer.write(change);
        }
    }

    /** Nothing is written any more, and nobody waits for it. Idempotent. */
    public void close() {
        List<Runnable> told = new ArrayList<>();
        synchronized (this) {
            closed = true;
            cells.values().forEach(cell -> told.addAll(cell.waiting));
            cells.clear();
        }
        told.forEach(Runnable::run);
    }

    private static String key(SessionEntry entry) {
        return entry.ids().sessionKey();
    }
}
