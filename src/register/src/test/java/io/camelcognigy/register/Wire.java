package io.camelcognigy.register;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The connections of one process to a database, which can be cut. */
public final class Wire implements DataSource {

    private final String url;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public Wire(String url) {
        this.url = url;
    }

    /** All connections die, as those of a process that is killed, and there are no others. */
    public void cut() {
        cut = true;
        dropAll();
    }

    /** All connections die; there may be others. */
    public void dropAll() {
        for (Connection connection : Set.copyOf(open)) {
            open.remove(connection);
            try {
                if (url.startsWith("jdbc:h2:")) {
                    connection.close();
                } else {
                    connection.abort(Runnable::run);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public void mend() {
        cut = false;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (cut) {
            throw new SQLNonTransientConnectionException("cut", "08001");
        }
        Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
        open.add(connection);
        open.removeIf(each -> {
            try {
                return each.isClosed();
            } catch (SQLException e) {
                return true;
            }
        });
        return connection;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
