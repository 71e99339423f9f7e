package io.camelcognigy.register;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.register.Ownership.Entry;
import io.camelcognigy.register.SessionTable.Claimed;
import io.camelcognigy.register.SessionTable.Row;
import io.camelcognigy.road.Register.Sessions;
import io.camelcognigy.road.RegisterCells;
import io.camelcognigy.road.RegisterCells.Change;
import io.camelcognigy.road.RoadRegister;
import io.camelcognigy.session.QuietLog;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The register of one road's sessions: asks the table whose a session is before an input goes to it, writes what is known of
 * those that are ours, and lets those go that another process wants. Thread-safe.
 */
final class RoadSessions implements RoadRegister {

    private static final Logger LOG = LoggerFactory.getLogger(RoadSessions.class);

    /** For so long the sessions of an agent stay that does not run here: it may, after a change that is taken back. */
    private static final Duration AGENT_MAY_COME_BACK = Duration.ofDays(1);

    /** How often a session is asked for that another process has. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final String road;
    private final Sessions sessions;
    private final JdbcRegister register;
    private final RegisterCells cells;
    private final Ownership ownership = new Ownership();
    private final QuietLog unfitLog;
    /** Held by whoever takes sessions, and whoever gives all of them away. */
    private final Object taking = new Object();

    private boolean looked;
    /** How many have it open; never more again once it is 0. */
    private int openBy = 1;

    private volatile boolean closed;

    RoadSessions(String road, Set<String> ofOneInput, Sessions sessions, JdbcRegister register, LongSupplier nanoTime) {
        this.road = road;
        this.sessions = sessions;
        this.register = register;
        this.cells = new RegisterCells(ofOneInput, new TableWriter(), nanoTime, register::millis);
        this.unfitLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    // ---------------------------------------------------------------- for the road and its sessions

    @Override
    public void whenOurs(String sessionKey, Runnable then) {
        if (closed) {
            return;
        }
        Entry entry = SessionTable.takes(sessionKey) ? ownership.enter(sessionKey, then) : Entry.GO;
        switch (entry) {
            case GO -> then.run();
            case WAIT -> {}
            case WAIT_AND_CLAIM -> register.execute(Duration.ZERO, () -> claim(sessionKey));
        }
    }

    @Override
    public void whenWritten(String sessionKey, Runnable then) {
        cells.whenWritten(sessionKey, () -> {
            boolean last = ownership.exit(sessionKey);
            if (last && !cells.has(sessionKey)) {
                register.execute(Duration.ZERO, () -> giveBack(sessionKey));
            }
            then.run();
        });
    }

    @Override
    public void live(SessionEntry entry) {
        if (SessionTable.takes(key(entry))) {
            cells.live(entry);
        } else {
            unfit(entry);
        }
    }

    @Override
    public void ended(SessionEntry entry) {
        cells.ended(entry);
    }

    @Override
    public String trouble() {
        return register.trouble();
    }

    @Override
    public int waiting() {
        return ownership.waiting();
    }

    private void unfit(SessionEntry entry) {
        if (unfitLog.admit() >= 0) {
            LOG.warn(
                    "session {}: its key has more than {} characters, its reply address more than {} bytes, or one of them"
                            + " is no text; it is not in the register",
                    LogText.of(entry.ids().sessionId()),
                    SessionTable.LONGEST_KEY,
                    SessionTable.MAX_ADDRESS_BYTES);
        }
    }

    // ---------------------------------------------------------------- whose a session is

    private void claim(String key) {
        Duration pause = TRY_AGAIN;
        String self = register.self();
        if (self != null && !closed) {
            try {
                if (claimed(key, self)) {
                    return;
                }
                pause = ASK_AGAIN;
            } catch (SQLException e) {
                if (Database.isOfTheData(e)) {
                    LOG.warn("{}: the register does not take a session: {}", road, JdbcRegister.explain(e));
                    tell(ownership.claimed(key));
                    return;
                }
                pause = Database.isOfConcurrency(e) ? ASK_AGAIN : TRY_AGAIN;
            }
        }
        if (!closed) {
            register.execute(pause, () -> claim(key));
        }
    }

    private boolean claimed(String key, String self) throws SQLException {
        Claimed claimed = register.transaction(
                connection -> SessionTable.claim(connection, road, key, self, true, register.millis()));
        if (claimed != Claimed.OURS) {
            return false;
        }
        tell(ownership.claimed(key));
        return true;
    }

    private void tell(List<Runnable> told) {
        told.forEach(Runnable::run);
    }

    /** No session came of what was taken for it. */
    private void giveBack(String key) {
        String self = register.self();
        if (self == null || cells.has(key)) {
            return;
        }
        ownership.free(key);
        try {
            register.transaction(connection -> {
                SessionTable.deleteEmpty(connection, road, key, self);
                return null;
            });
        } catch (SQLException e) {
            // It goes with this process.
            LOG.debug("{}: a claim stays: {}", road, JdbcRegister.explain(e));
        }
    }

    // ---------------------------------------------------------------- what is known of it

    private final class TableWriter implements RegisterCells.Writer {

        @Override
        public void write(Change change) {
            register.execute(Duration.ZERO, () -> RoadSessions.this.write(change));
        }

        @Override
        public void after(Duration delay, Runnable task) {
            register.execute(delay, task);
        }
    }

    private void write(Change change) {
        change.state().ifPresent(state -> {
            String self = register.self();
            if (self == null) {
                change.done(new SQLTransientException("the register's database is away"));
                return;
            }
            try {
                if (state.entry() == null) {
                    delete(change.sessionKey(), self);
                } else {
                    write(new Row(state.entry(), state.lastActive()), self);
                }
            } catch (SQLException e) {
                if (!Database.isOfTheData(e)) {
                    change.done(e);
                    return;
                }
                LOG.warn("{}: the register does not take a session: {}", road, JdbcRegister.explain(e));
            }
            change.done(null);
        });
    }

    private void delete(String key, String self) throws SQLException {
        register.transaction(connection -> {
            SessionTable.delete(connection, road, key, self);
            return null;
        });
        ownership.free(key);
    }

    private void write(Row row, String self) throws SQLException {
        String address = SessionTable.address(row.entry());
        if (address == null) {
            unfit(row.entry());
            return;
        }
        String key = key(row.entry());
        boolean ours = register.transaction(connection -> SessionTable.write(connection, road, row, address, self)
                // Its row may be that of a process that is dead, such as the one that we were, or gone.
                || SessionTable.claim(connection, road, key, self, false, register.millis()) == Claimed.OURS
                        && SessionTable.write(connection, road, row, address, self));
        if (ours) {
            ownership.took(key);
        } else {
            // Another process has it, and knows more.
            ownership.leave(key);
        }
    }

    // ---------------------------------------------------------------- now and then

    /** @param taken whether sessions of processes that died have become ours */
    void look(String self, boolean taken) throws SQLException {
        register.call(connection -> SessionTable.wanted(connection, road, self)).forEach(ownership::leave);
        letGo();
        synchronized (taking) {
            if (!closed) {
                boolean handed = acceptHanded(self);
                int free = register.call(connection -> SessionTable.takeFree(connection, road, self));
                if (!looked || taken || handed || free > 0) {
                    reopenAll(register.call(connection -> SessionTable.rows(connection, road, self)));
                    looked = true;
                }
            }
        }
    }

    /** Those that were handed to us for an input that does not wait any more: it may be the broker's again. */
    private boolean acceptHanded(String self) throws SQLException {
        boolean accepted = false;
        for (String key : register.call(connection -> SessionTable.handed(connection, road, self))) {
            if (!ownership.isWaiting(key)) {
                register.transaction(
                        connection -> SessionTable.claim(connection, road, key, self, true, register.millis()));
                accepted = true;
            }
        }
        return accepted;
    }

    /** Nobody knows whose they are: they may be another's. */
    void fenced() {
        ownership.leaveAll();
    }

    /** Those that leave, as far as nothing hangs on them. */
    void letGo() {
        for (String key : ownership.leaving()) {
            cells.entry(key)
                    .ifPresentOrElse(
                            entry -> sessions.letGo(entry, this, gone -> {
                                if (gone && !left(key)) {
                                    // It has become ours again meanwhile.
                                    sessions.reopen(entry, Duration.ZERO, this);
                                }
                            }),
                            () -> left(key));
        }
    }

    private boolean left(String key) {
        boolean left = ownership.left(key);
        if (left) {
            cells.leave(key);
            register.execute(Duration.ZERO, () -> handOver(key));
        }
        return left;
    }

    private void handOver(String key) {
        String self = register.self();
        if (self == null) {
            return;
        }
        try {
            register.transaction(connection -> {
                SessionTable.handOver(connection, road, key, self);
                return null;
            });
        } catch (SQLException e) {
            // The next look finds that it is wanted.
            LOG.debug("{}: a session is not handed over yet: {}", road, JdbcRegister.explain(e));
        }
    }

    private void reopenAll(List<Row> rows) {
        Map<Reopening, Integer> count = new EnumMap<>(Reopening.class);
        for (Row row : rows) {
            if (closed) {
                return;
            }
            ownership.took(key(row.entry()));
            if (cells.found(row.entry(), row.lastActive())) {
                count.merge(reopen(row), 1, Integer::sum);
            }
        }
        if (!count.isEmpty()) {
            LOG.info("{}: sessions that nobody had are this process' now: {}", road, count);
        }
    }

    private Reopening reopen(Row row) {
        SessionEntry entry = row.entry();
        // What is written of the last activity may be that old already.
        long quiet = register.millis() - row.lastActive() - RegisterCells.REFRESH.toMillis();
        Reopening reopening = sessions.reopen(entry, Duration.ofMillis(Math.max(0, quiet)), this);
        switch (reopening) {
            case OPENED, THERE -> {}
            case IDLE, NO_ROOM, OTHER_ENDPOINT -> cells.ended(entry);
            case NO_AGENT -> {
                if (quiet > AGENT_MAY_COME_BACK.toMillis()) {
                    cells.ended(entry);
                } else {
                    cells.leave(key(entry));
                    ownership.free(key(entry));
                }
            }
        }
        return reopening;
    }

    // ---------------------------------------------------------------- the end

    /** One more has it open. @return false if it is closed */
    synchronized boolean share() {
        openBy = openBy == 0 ? 0 : openBy + 1;
        return openBy > 0;
    }

    @Override
    public void close() {
        boolean last;
        synchronized (this) {
            openBy = Math.max(0, openBy - 1);
            last = openBy == 0;
        }
        if (last) {
            end();
        }
    }

    /** Whoever has it open. */
    void end() {
        synchronized (taking) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sessions.close(this);
        cells.close();
        ownership.close();
        register.closed(road, this);
        String self = register.self();
        if (self == null) {
            return;
        }
        try {
            register.transaction(connection -> {
                SessionTable.handOverAll(connection, road, self);
                return null;
            });
        } catch (SQLException e) {
            LOG.warn(
                    "{}: its sessions are not handed over ({}); they are free when this process has ended",
                    road,
                    JdbcRegister.explain(e));
        }
    }

    private static String key(SessionEntry entry) {
        return entry.ids().sessionKey();
    }
}
