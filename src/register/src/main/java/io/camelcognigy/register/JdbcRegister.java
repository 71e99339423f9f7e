package io.camelcognigy.register;

import io.camelcognigy.register.Database.Work;
import io.camelcognigy.road.Claims;
import io.camelcognigy.road.FatalErrorHandler;
import io.camelcognigy.road.Register;
import io.camelcognigy.road.RoadRegister;
import io.camelcognigy.session.QuietLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A register in a database: H2 for one process, PostgreSQL for several that share it. It makes its tables, {@code cognigy_*},
 * by itself.
 *
 * <p>Each process holds a row of its own locked for as long as it lives, by a connection of its own; whoever finds that row
 * unlocked takes over what was that process' ({@code SELECT … FOR UPDATE SKIP LOCKED}). A process that has lost its lock locks
 * again, and if it cannot, or another has taken over, it lets all go that was its own, as soon as nothing hangs on it, writes
 * nothing, and begins anew.
 *
 * <p>The database is looked for when the first road opens, and for as long as it takes; an Error of its threads goes to the
 * {@link FatalErrorHandler}. Thread-safe.
 */
public final class JdbcRegister implements Register, AutoCloseable {

    /** So many connections it has at once, at most, beside those of who calls {@link Claims}. */
    public static final int CONNECTIONS = 7;

    /** How often it looks for what others have left, and whether its lock is there. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** For so long a process whose lock is lost believes that it may lock again, and keeps its sessions. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** A database that has to keep a transaction for longer cannot tidy up behind it. */
    static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(5);

    private static final int WORKERS = 4;
    private static final Logger LOG = LoggerFactory.getLogger(JdbcRegister.class);

    private final Database database;
    private final FatalErrorHandler fatal;
    private final Duration look;
    private final LongSupplier nanoTime;
    private final LongSupplier millis;
    private final QuietLog failedLog;
    private final ScheduledExecutorService looking = threads("CognigyRegisterLook", 1);
    private final ScheduledExecutorService workers = threads("CognigyRegister", WORKERS);
    private final Map<String, RoadSessions> roads = new ConcurrentHashMap<>();
    private final Map<String, JdbcClaims> claims = new ConcurrentHashMap<>();

    private volatile Instance instance;
    private volatile String trouble = "the register's database is not reached yet";
    private volatile boolean closed;
    private boolean started;
    /** Of the thread that looks. */
    private boolean migrated;

    private long heldAt;
    private long lockedAt;

    /**
     * @param source of at least {@link #CONNECTIONS} connections, with READ COMMITTED; stays open when this is closed
     * @param fatal told of an Error that broke it
     */
    public JdbcRegister(DataSource source, FatalErrorHandler fatal) {
        this(source, fatal, LOOK, System::nanoTime, System::currentTimeMillis);
    }

    JdbcRegister(
            DataSource source, FatalErrorHandler fatal, Duration look, LongSupplier nanoTime, LongSupplier millis) {
        this.look = look;
        this.database = new Database(source);
        this.fatal = fatal;
        this.nanoTime = nanoTime;
        this.millis = millis;
        this.failedLog = new QuietLog(Duration.ofSeconds(10), nanoTime);
    }

    private static ScheduledExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(count, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return threads;
    }

    @Override
    public RoadRegister open(String road, Set<String> ofOneInput, Sessions sessions) {
        RoadSessions opened = roads.compute(
                road,
                (its, there) -> there != null && there.share()
                        ? there
                        : new RoadSessions(its, ofOneInput, sessions, this, nanoTime));
        start();
        return opened;
    }

    @Override
    public Claims claims(String scope) {
        if (scope.length() > ClaimTable.LONGEST_SCOPE) {
            throw new IllegalArgumentException("a scope has at most " + ClaimTable.LONGEST_SCOPE + " characters");
        }
        Claims claiming = claims.computeIfAbsent(scope, its -> new JdbcClaims(its, this));
        start();
        return claiming;
    }

    /** Why it does not work, in one line without secrets; null if it does. */
    public String trouble() {
        return trouble;
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            looking.scheduleWithFixedDelay(() -> guarded(this::look), 0, look.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    // ---------------------------------------------------------------- for its parts

    long millis() {
        return millis.getAsLong();
    }

    /** Who this process is now; null while it is nobody. */
    String self() {
        Instance now = instance;
        return now == null ? null : now.id();
    }

    /** Does it on a thread that may wait for the database, or never once this is closed. */
    void execute(Duration delay, Runnable task) {
        try {
            workers.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.trace("the register is closed");
        }
    }

    <T> T transaction(Work<T> work) throws SQLException {
        return watched(() -> database.inTransaction(work));
    }

    <T> T call(Work<T> work) throws SQLException {
        return watched(() -> database.call(work));
    }

    /** What asks the database. */
    private interface Asking<T> {
        T ask() throws SQLException;
    }

    private <T> T watched(Asking<T> asking) throws SQLException {
        try {
            return asking.ask();
        } catch (SQLException e) {
            if (!Database.isOfTheData(e) && !Database.isOfConcurrency(e)) {
                failed(e);
            }
            throw e;
        }
    }

    void closed(String road, RoadSessions sessions) {
        roads.remove(road, sessions);
    }

    /** Without what the driver says, which may be anything. */
    static String explain(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return cause.getClass().getSimpleName() + ", SQL state " + sql.getSQLState();
            }
        }
        return failure.getClass().getSimpleName();
    }

    private void failed(Exception failure) {
        if (closed) {
            return;
        }
        String now = "the register's database cannot be reached: " + explain(failure);
        boolean known = now.equals(trouble);
        trouble = now;
        // While it is away, once.
        if (!known && failedLog.admit() >= 0) {
            LOG.warn("The register's database cannot be reached, and is tried again: {}", explain(failure));
        }
    }

    /** Sessions wait for it: where it fails, they would for ever. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Error e) {
            fatal.fatal("the register", e);
            throw e;
        } catch (RuntimeException e) {
            LOG.error("The register failed in a way that nobody foresaw", e);
        }
    }

    // ---------------------------------------------------------------- now and then

    private void look() {
        try {
            if (!migrated) {
                migrate();
                migrated = true;
            }
            if (instance != null) {
                keepLock();
            }
            if (instance == null) {
                begin();
            }
            lookForSessions();
            if (trouble != null) {
                trouble = null;
                LOG.info("The register works, as {}", self());
            }
        } catch (SQLException | FlywayException e) {
            failed(e);
        }
        if (instance == null) {
            roads.values().forEach(RoadSessions::letGo);
        }
    }

    private void migrate() {
        Flyway.configure(getClass().getClassLoader())
                .dataSource(database.source())
                .locations("classpath:io/camelcognigy/register")
                .table("cognigy_schema_history")
                // The schema may be shared with others' tables.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private void begin() throws SQLException {
        Instance begun = null;
        while (begun == null) {
            begun = Instance.begin(database, UUID.randomUUID().toString());
        }
        lockedAt = nanoTime.getAsLong();
        heldAt = lockedAt;
        instance = begun;
    }

    private void keepLock() throws SQLException {
        long now = nanoTime.getAsLong();
        if (instance.holds()) {
            heldAt = now;
            if (now - lockedAt < LONGEST_TRANSACTION.toNanos()) {
                return;
            }
        }
        try {
            if (instance.lockOther()) {
                lockedAt = now;
                heldAt = now;
                return;
            }
        } catch (SQLException e) {
            if (now - heldAt < GRACE.toNanos()) {
                throw e;
            }
        }
        fence();
    }

    private void fence() {
        LOG.warn("The register's lock of this process is lost: its sessions may be another's, and are let go");
        Instance lost = instance;
        instance = null;
        roads.values().forEach(RoadSessions::fenced);
        claims.values().forEach(JdbcClaims::fenced);
        lost.drop();
    }

    private void lookForSessions() throws SQLException {
        String self = instance.id();
        boolean taken = transaction(connection -> {
            int sessions = 0;
            for (String dead : Instance.dead(connection, self)) {
                sessions += SessionTable.takeOver(connection, roads.keySet(), dead, self);
                ClaimTable.releaseAll(connection, dead);
                if (!SessionTable.hasAnyOf(connection, dead)) {
                    Instance.forget(connection, dead);
                }
            }
            return sessions > 0;
        });
        for (RoadSessions road : List.copyOf(roads.values())) {
            road.look(self, taken);
        }
    }

    // ---------------------------------------------------------------- the end

    /** Frees what this process has claimed. Close the roads before. Idempotent. */
    @Override
    public void close() {
        closed = true;
        List.copyOf(roads.values()).forEach(RoadSessions::end);
        // Without an interrupt: a database in a file would close that.
        looking.shutdown();
        workers.shutdown();
        try {
            looking.awaitTermination(Database.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            workers.awaitTermination(Database.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Instance last = instance;
        instance = null;
        if (last == null) {
            return;
        }
        last.drop();
        try {
            database.inTransaction(connection -> {
                ClaimTable.releaseAll(connection, last.id());
                if (!SessionTable.hasAnyOf(connection, last.id())) {
                    Instance.forget(connection, last.id());
                }
                return null;
            });
        } catch (SQLException e) {
            LOG.debug("The register's rows of this process stay: {}", explain(e));
        }
    }
}
