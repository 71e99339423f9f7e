package io.camelcognigy.register;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/** A real PostgreSQL from packages. Where it cannot run the test is skipped, unless {@code interop.required} is set. */
public final class PostgresServer implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    public static PostgresServer start() {
        try {
            return new PostgresServer(EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start());
        } catch (IOException | RuntimeException e) {
            String reason = "no PostgreSQL runs here: " + e;
            if (Boolean.getBoolean("interop.required")) {
                return Assertions.fail("interop.required=true, but " + reason, e);
            }
            throw new TestAbortedException(reason);
        }
    }

    /** The address of a new, empty database, as the user postgres. */
    public String newDatabase() {
        String name = "register" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server.getJdbcUrl("postgres", name);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
