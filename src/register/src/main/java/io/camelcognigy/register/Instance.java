package io.camelcognigy.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This process among those that share a register. It has two rows and keeps one of them locked, by a transaction of its own,
 * for as long as it lives: when it dies its connection does, and with it the lock. Nobody's clock counts.
 *
 * <p>The lock goes from one row to the other now and then, as a database that has to keep a transaction for weeks cannot tidy
 * up behind it. One thread at a time.
 */
final class Instance {

    private static final int SLOTS = 2;

    private final Database database;
    private final String id;
    private Connection holder;
    private int slot;

    private Instance(Database database, String id) {
        this.database = database;
        this.id = id;
    }

    /**
     * A new one.
     *
     * @return null if somebody took it for a dead one before it was locked
     */
    static Instance begin(Database database, String id) throws SQLException {
        Instance instance = new Instance(database, id);
        database.inTransaction(connection -> {
            for (int slot = 0; slot < SLOTS; slot++) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO cognigy_instance (id, slot) VALUES (?, ?)")) {
                    insert.setString(1, id);
                    insert.setInt(2, slot);
                    insert.executeUpdate();
                }
            }
            return null;
        });
        return instance.lockOther() ? instance : null;
    }

    String id() {
        return id;
    }

    /** Whether the lock is known to be there. */
    boolean holds() {
        try {
            return holder != null && holder.isValid((int) Database.PATIENCE.toSeconds() / 2);
        } catch (SQLException e) {
            return false;
        }
    }

    /**
     * Locks the row that is not locked, and only then gives back the other.
     *
     * @return false if the rows are gone: it was taken for dead, and others have what was its
     * @throws SQLException if that is not known
     */
    boolean lockOther() throws SQLException {
        int next = SLOTS - 1 - slot;
        Connection connection = database.open();
        boolean locked = false;
        try {
            outlastIdleness(connection);
            connection.setAutoCommit(false);
            try (PreparedStatement lock = connection.prepareStatement(
                    "SELECT slot FROM cognigy_instance WHERE id = ? AND slot = ? FOR UPDATE")) {
                lock.setString(1, id);
                lock.setInt(2, next);
                try (ResultSet row = lock.executeQuery()) {
                    locked = row.next();
                }
            }
        } finally {
            if (!locked) {
                release(connection);
            }
        }
        if (locked) {
            release(holder);
            holder = connection;
            slot = next;
        }
        return locked;
    }

    /** A lock that waits says nothing for minutes; and a host that is gone says nothing either, which must be noticed. */
    private static void outlastIdleness(Connection connection) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return;
        }
        try (Statement settings = connection.createStatement()) {
            for (String setting : List.of(
                    "idle_in_transaction_session_timeout = 0",
                    "tcp_keepalives_idle = 10",
                    "tcp_keepalives_interval = 5",
                    "tcp_keepalives_count = 3")) {
                settings.execute("SET " + setting);
            }
        }
    }

    private static void release(Connection connection) {
        if (connection == null) {
            return;
        }
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is broken, and so is its lock.
        }
    }

    /** Without a word: as if it had died. */
    void drop() {
        release(holder);
        holder = null;
    }

    // ---------------------------------------------------------------- others

    /** Those that are dead, locked until the transaction ends, so that they are nobody else's to find. */
    static List<String> dead(Connection connection, String self) throws SQLException {
        Map<String, Integer> unlocked = new HashMap<>();
        try (PreparedStatement look = connection.prepareStatement(
                "SELECT id, slot FROM cognigy_instance WHERE id <> ? ORDER BY id, slot FOR UPDATE SKIP LOCKED")) {
            look.setString(1, self);
            try (ResultSet rows = look.executeQuery()) {
                while (rows.next()) {
                    unlocked.merge(rows.getString(1), 1, Integer::sum);
                }
            }
        }
        List<String> dead = new ArrayList<>();
        unlocked.forEach((id, rows) -> {
            if (rows == SLOTS) {
                dead.add(id);
            }
        });
        return dead;
    }

    /** Whether that one is dead; locked like those of {@link #dead}. */
    static boolean isDead(Connection connection, String id) throws SQLException {
        int unlocked = count(connection, "SELECT slot FROM cognigy_instance WHERE id = ? FOR UPDATE SKIP LOCKED", id);
        return unlocked == SLOTS
                || unlocked == 0 && count(connection, "SELECT slot FROM cognigy_instance WHERE id = ?", id) == 0;
    }

    private static int count(Connection connection, String rowsOf, String id) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(rowsOf)) {
            look.setString(1, id);
            try (ResultSet rows = look.executeQuery()) {
                int count = 0;
                while (rows.next()) {
                    count++;
                }
                return count;
            }
        }
    }

    static void forget(Connection connection, String id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM cognigy_instance WHERE id = ?")) {
            delete.setString(1, id);
            delete.executeUpdate();
        }
    }
}
