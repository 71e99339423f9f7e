package io.camelcognigy.register;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;

/** Work on connections of a data source, none of which waits for ever. */
final class Database {

    /** For so long a connection waits for the database's word, where the driver can be told so. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is done with a connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final DataSource source;

    Database(DataSource source) {
        this.source = source;
    }

    DataSource source() {
        return source;
    }

    /** Each statement is a transaction of its own. */
    <T> T call(Work<T> work) throws SQLException {
        try (Connection connection = open()) {
            return work.with(connection);
        }
    }

    /** All of it is one transaction. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                restore(connection);
            }
        }
    }

    /** To be closed by whoever asks; each statement commits. */
    Connection open() throws SQLException {
        Connection connection = source.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            try {
                connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            } catch (SQLFeatureNotSupportedException e) {
                // Then the data source must see to it.
            }
            return connection;
        } catch (SQLException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    /** @return how many rows it changed */
    static int update(Connection connection, String statement, String... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            set(update, values);
            return update.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, String... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
    }

    private static void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    private static void restore(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // It is broken, and its pool finds that out.
        }
    }

    /** Whether the database will never take what it was given. */
    static boolean isOfTheData(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("22");
    }

    /** Whether a database has it as it is: PostgreSQL knows no character 0, and half a character is none. */
    static boolean isText(String value) {
        return value.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(value);
    }

    /** Whether somebody else did the same at the same moment. */
    static boolean isOfConcurrency(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("23") || state.startsWith("40") || state.equals("HYT00"));
    }
}
