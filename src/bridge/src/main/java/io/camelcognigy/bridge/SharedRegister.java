package io.camelcognigy.bridge;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.camelcognigy.bridge.operate.OperateSettings;
import io.camelcognigy.register.JdbcRegister;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.road.Register;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The register of sessions that {@code register.url} says, for the roads that need one; opened when the first of them asks for
 * it, so never where there is none.
 */
@Component
final class SharedRegister implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SharedRegister.class);
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** Beside those of the register itself: threads of roads that claim something. */
    private static final int CONNECTIONS = JdbcRegister.CONNECTIONS + 3;

    private static final long CONNECTION_TIMEOUT_MILLIS = 5_000;

    private final Settings.Register settings;
    private final OperateSettings operate;
    private final FatalErrorHandler fatal;
    private Opened opened;

    /** What there is once somebody asked; both null for none. */
    private record Opened(HikariDataSource source, JdbcRegister register) {

        private static final Opened NONE = new Opened(null, null);
    }

    SharedRegister(Settings.Register settings, OperateSettings operate, FatalErrorHandler fatal) {
        this.settings = settings;
        this.operate = operate;
        this.fatal = fatal;
    }

    /**
     * Empty where there is none.
     *
     * @throws StartException if it can never be opened
     */
    synchronized Optional<Register> get() {
        if (opened == null) {
            opened = open();
        }
        return Optional.ofNullable(opened.register());
    }

    private Opened open() {
        HikariDataSource source;
        if (Settings.set(settings.url())) {
            source = settings.url().strip().equals(Settings.Register.OFF) ? null : named();
        } else {
            source = besideStateFile();
        }
        return source == null ? Opened.NONE : new Opened(source, new JdbcRegister(source, fatal));
    }

    /** One that was asked for, and so must be there, sooner or later. */
    private HikariDataSource named() {
        String url = settings.url().strip();
        HikariConfig config = config(url);
        if (Settings.set(settings.username())) {
            config.setUsername(settings.username());
            config.setPassword(settings.password());
        }
        if (url.startsWith(POSTGRESQL)) {
            // A connection whose other end is gone is found out.
            config.addDataSourceProperty("socketTimeout", "10");
            config.addDataSourceProperty("connectTimeout", "5");
            config.addDataSourceProperty("tcpKeepAlive", "true");
        }
        // It is looked for until it is there.
        config.setInitializationFailTimeout(-1);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            // Not its message, which repeats the URL.
            throw new StartException(
                    "The setting register.url names a database whose driver is not there, or does not take it.",
                    "Correct it, or put the driver's jar beside the bridge as docs/roads.md says for JMS clients.",
                    e);
        }
    }

    /** The default, which may not be had: without a place to write, and where another bridge runs in the same folder. */
    private HikariDataSource besideStateFile() {
        String stateFile = operate.stateFile();
        if (!Settings.set(stateFile)) {
            return null;
        }
        Path state = Path.of(stateFile.strip()).toAbsolutePath();
        Path file = state.resolveSibling(state.getFileName().toString().replaceFirst("[.]state$", "") + ".register");
        // What is committed outlives a kill, and the file is closed by whoever opened it.
        HikariConfig config = config("jdbc:h2:file:" + file
                + ";WRITE_DELAY=0;RETENTION_TIME=1000;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0");
        config.setUsername("sa");
        config.setPassword("");
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            LOG.warn(
                    "The register {} cannot be opened, as its folder cannot be written to, or another bridge has it: sessions of"
                            + " JMS and mail end with this bridge. Set register.url, to off or to a database of its own",
                    file);
            LOG.debug("Why", e);
            return null;
        }
    }

    private static HikariConfig config(String url) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("register");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        return config;
    }

    @Override
    public synchronized void destroy() {
        if (opened != null && opened.register() != null) {
            opened.register().close();
            opened.source().close();
        }
    }
}
