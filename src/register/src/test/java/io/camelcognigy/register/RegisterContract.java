package io.camelcognigy.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.road.Claims;
import io.camelcognigy.road.Register;
import io.camelcognigy.road.RoadRegister;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionRegister;
import io.camelcognigy.session.TurnRequest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a register in a database keeps, whatever the database: two processes share it. */
abstract class RegisterContract {

    private static final Duration LOOK = Duration.ofMillis(50);
    /** In which two processes look often enough to do what they must not. */
    private static final Duration MANY_LOOKS = Duration.ofMillis(500);

    private final List<Process> processes = new ArrayList<>();
    private String url;

    abstract String newDatabase();

    @BeforeEach
    void makeDatabase() {
        url = newDatabase();
    }

    @AfterEach
    void end() {
        processes.forEach(process -> process.register.close());
    }

    /** One that takes part, with the sessions that are open in it. */
    private final class Process implements Register.Sessions {

        private final Wire wire = new Wire(url);
        private final AtomicLong skippedNanos = new AtomicLong();
        private final JdbcRegister register = new JdbcRegister(
                wire,
                (thread, error) -> {
                    throw new AssertionError(thread, error);
                },
                LOOK,
                () -> System.nanoTime() + skippedNanos.get(),
                System::currentTimeMillis);
        private final Map<String, SessionEntry> open = new ConcurrentHashMap<>();
        private final Set<String> busy = ConcurrentHashMap.newKeySet();
        private final List<Duration> quiet = new CopyOnWriteArrayList<>();
        private volatile Reopening reopening = Reopening.OPENED;
        private RoadRegister road;

        Process() {
            processes.add(this);
        }

        Process opened() {
            road = register.open("jms", Set.of("correlationId"), this);
            await60().until(() -> register.trouble() == null);
            return this;
        }

        @Override
        public Reopening reopen(SessionEntry entry, Duration since, SessionRegister owner) {
            quiet.add(since);
            if (reopening == Reopening.OPENED) {
                open.put(entry.ids().sessionKey(), entry);
            }
            return reopening;
        }

        @Override
        public void letGo(SessionEntry entry, SessionRegister owner, Consumer<Boolean> gone) {
            String key = entry.ids().sessionKey();
            boolean goes = !busy.contains(key);
            if (goes) {
                open.remove(key);
            }
            gone.accept(goes);
        }

        @Override
        public void close(SessionRegister owner) {
            open.clear();
        }

        /** One input and its turn: told when it may be acknowledged. */
        AtomicBoolean input(SessionEntry entry) {
            AtomicBoolean acknowledged = new AtomicBoolean();
            String key = entry.ids().sessionKey();
            road.whenOurs(key, () -> {
                open.put(key, entry);
                road.live(entry);
                road.whenWritten(key, () -> acknowledged.set(true));
            });
            return acknowledged;
        }

        void done(SessionEntry entry) {
            await60().untilTrue(input(entry));
        }

        /** As kill -9 does it. */
        void kill() {
            wire.cut();
            processes.remove(this);
        }
    }

    private static ConditionFactory await60() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(10));
    }

    private static ConditionFactory always() {
        return await().during(MANY_LOOKS).atMost(Duration.ofSeconds(60));
    }

    private static SessionEntry entry(String key, String queue) {
        return new SessionEntry(
                "support",
                "version",
                new TurnRequest.Ids(key, "id-" + key, "user-" + key),
                Map.of("road", "jms", "replyQueue", queue));
    }

    private static SessionEntry entry(String key) {
        return entry(key, "answers");
    }

    private List<String> rows(String query) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "postgres");
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> keys() {
        return rows("SELECT session_key FROM cognigy_session ORDER BY session_key");
    }

    // ---------------------------------------------------------------- sessions

    @Test
    void theSessionsOfAProcessThatDiedAreOpenedAgainAsTheyWere() {
        Process first = new Process().opened();
        SessionEntry anna = entry("jms~anna", "vip");
        first.done(anna.replyingTo(Map.of("road", "jms", "replyQueue", "vip", "correlationId", "of this input")));
        first.done(entry("jms~berta"));
        first.kill();

        Process second = new Process().opened();
        await60().until(() -> second.open.size() == 2);
        assertThat(second.open).containsEntry("jms~anna", anna).containsEntry("jms~berta", entry("jms~berta"));
        assertThat(second.quiet).allMatch(since -> since.compareTo(Duration.ofMinutes(1)) < 0);
        assertThat(rows("SELECT COUNT(*) FROM cognigy_instance")).containsExactly("2");
    }

    @Test
    void nobodyTakesWhatALivingProcessHas() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        Process second = new Process().opened();
        // Its lock goes from row to row meanwhile.
        first.skippedNanos.addAndGet(JdbcRegister.LONGEST_TRANSACTION.toNanos());
        always().until(() -> second.open.isEmpty() && first.open.containsKey("anna"));
        first.kill();
        await60().until(() -> second.open.containsKey("anna"));
    }

    @Test
    void aProcessThatStopsHandsItsSessionsOver() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        Process second = new Process().opened();
        first.road.close();
        assertThat(first.open).isEmpty();
        await60().until(() -> second.open.containsKey("anna"));
        first.register.close();
        assertThat(rows("SELECT COUNT(*) FROM cognigy_instance")).containsExactly("2");
    }

    @Test
    void aRoadThatSeveralHaveOpenIsHandedOverByTheLast() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        RoadRegister again = first.register.open("jms", Set.of(), first);
        again.close();
        always().until(() -> first.open.containsKey("anna"));
        first.road.close();
        assertThat(rows("SELECT session_key FROM cognigy_session WHERE owner IS NULL"))
                .containsExactly("anna");
        first.opened();
        await60().until(() -> first.open.containsKey("anna"));
    }

    @Test
    void whoWasFencedWritesNothingAndLetsGoAsSoonAsNothingHangsOnIt() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        first.done(entry("berta"));
        first.busy.add("berta");
        Process second = new Process().opened();
        first.wire.cut();
        await60().until(() -> second.open.size() == 2);
        assertThat(first.open).as("it does not know yet").hasSize(2);
        first.skippedNanos.addAndGet(JdbcRegister.GRACE.toNanos());
        await60().until(() -> !first.open.containsKey("anna"));
        AtomicBoolean acknowledged = new AtomicBoolean();
        first.road.live(entry("berta", "elsewhere"));
        first.road.whenWritten("berta", () -> acknowledged.set(true));
        first.wire.mend();

        // What is another's is not written, and nobody waits for it.
        await60().untilTrue(acknowledged);
        always().until(() -> first.open.containsKey("berta"));
        first.busy.remove("berta");
        await60().until(() -> first.open.isEmpty());
        assertThat(rows("SELECT reply_address FROM cognigy_session"))
                .hasSize(2)
                .allMatch(address -> address.contains("answers"));
        assertThat(second.open).hasSize(2);
    }

    @Test
    void whoLosesItsLockAndLocksAgainBeforeAnybodyLookedGoesOn() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        String self = first.register.self();
        first.wire.dropAll();
        first.done(entry("anna", "other"));
        always().until(() -> first.open.containsKey("anna") && self.equals(first.register.self()));
        assertThat(rows("SELECT reply_address FROM cognigy_session").get(0)).contains("other");
    }

    @Test
    void anInputIsNotAcknowledgedBeforeItsSessionIsThereHoweverLongTheDatabaseIsAway() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        first.wire.cut();
        AtomicBoolean changed = first.input(entry("anna", "other"));
        AtomicBoolean begun = first.input(entry("berta"));
        await60().until(() -> first.road.trouble() != null);
        assertThat(first.road.trouble()).startsWith("the register's database cannot be reached");
        assertThat(first.open.get("anna")).isEqualTo(entry("anna", "other"));
        always().until(() -> !changed.get() && !begun.get());
        assertThat(first.open).as("it may be another's").doesNotContainKey("berta");
        first.wire.mend();
        await60().until(() -> changed.get() && begun.get() && first.road.trouble() == null);
        assertThat(keys()).containsExactly("anna", "berta");
    }

    @Test
    void aSessionGoesToWhoeverHasAnInputForItAsSoonAsNothingHangsOnIt() {
        Process first = new Process().opened();
        Process second = new Process().opened();
        first.done(entry("anna"));
        first.busy.add("anna");
        AtomicBoolean there = second.input(entry("anna"));
        always().until(() -> !there.get() && first.open.containsKey("anna"));
        // Its turn goes on; the next one of the same process waits, too.
        AtomicBoolean back = first.input(entry("anna", "back"));
        always().until(() -> !there.get());
        first.busy.remove("anna");
        await60().untilTrue(there);
        assertThat(first.open.get("anna")).isNotEqualTo(entry("anna"));
        await60().untilTrue(back);
        await60().until(() -> first.open.containsKey("anna") && !second.open.containsKey("anna"));
        assertThat(keys()).containsExactly("anna");
    }

    @Test
    void theTableGrowsWithSessionsNotWithTurns() {
        Process first = new Process().opened();
        for (int turn = 0; turn < 100; turn++) {
            first.done(entry("anna", "queue-" + turn % 3));
        }
        first.done(entry("berta"));
        assertThat(keys()).containsExactly("anna", "berta");
        first.road.ended(entry("anna"));
        await60().until(() -> keys().equals(List.of("berta")));
    }

    @Test
    void anInputThatIsNoSessionLeavesNothing() {
        Process first = new Process().opened();
        AtomicBoolean done = new AtomicBoolean();
        first.road.whenOurs("anna", () -> first.road.whenWritten("anna", () -> done.set(true)));
        await60().untilTrue(done);
        await60().until(() -> keys().isEmpty());
    }

    @Test
    void whatTheTableCannotTakeGoesOnWithoutIt() {
        Process first = new Process().opened();
        first.done(entry("nothing\0like a key"));
        first.done(entry("k".repeat(501)));
        first.done(entry("large", "q".repeat(SessionTable.MAX_ADDRESS_BYTES)));
        first.done(entry("jms~" + "\uD83D\uDE00".repeat(248)));
        assertThat(rows("SELECT session_key FROM cognigy_session WHERE agent IS NOT NULL"))
                .hasSize(1);
    }

    @Test
    void whoIsNotOpenedAgainIsTakenOutButForAnAgentThatMayComeBack() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        first.kill();
        Process second = new Process();
        second.reopening = Reopening.NO_AGENT;
        second.opened();
        await60().until(() -> second.quiet.size() == 1);
        assertThat(keys()).containsExactly("anna");
        second.kill();
        Process third = new Process();
        third.reopening = Reopening.IDLE;
        third.opened();
        await60().until(() -> keys().isEmpty());
    }

    @Test
    void aRoadThatNobodyHereHasIsLeftToOthers() {
        Process first = new Process().opened();
        first.done(entry("anna"));
        first.kill();
        Process other = new Process();
        RoadRegister road = other.register.open("another", Set.of(), other);
        await60().until(() -> road.trouble() == null);
        always().until(() -> other.open.isEmpty());
        Process second = new Process().opened();
        await60().until(() -> second.open.containsKey("anna"));
    }

    // ---------------------------------------------------------------- claims

    @Test
    void oneAtATimeHasAClaim() {
        Claims first = new Process().opened().register.claims("bot@example.com");
        Claims second = new Process().opened().register.claims("bot@example.com");
        assertThat(first.claim("thread")).isTrue();
        assertThat(first.claim("thread")).isTrue();
        assertThat(second.claim("thread")).isFalse();
        assertThat(second.holds("thread")).isFalse();
        second.release("thread");
        assertThat(second.claim("thread")).isFalse();
        first.release("thread");
        assertThat(second.claim("thread")).isTrue();
        assertThat(second.holds("thread")).isTrue();
    }

    @Test
    void whatADeadProcessHadClaimedIsFree() {
        Process first = new Process().opened();
        assertThat(first.register.claims("box").claim("thread")).isTrue();
        first.kill();
        Claims second = new Process().opened().register.claims("box");
        await60().until(() -> second.claim("thread"));
    }

    @Test
    void whoWasFencedHoldsNoClaim() {
        Process first = new Process().opened();
        Claims claims = first.register.claims("box");
        assertThat(claims.claim("thread")).isTrue();
        first.wire.cut();
        first.skippedNanos.addAndGet(JdbcRegister.GRACE.toNanos());
        await60().until(() -> !claims.holds("thread"));
        assertThat(claims.claim("thread")).as("it cannot be known").isFalse();
        first.wire.mend();
        await60().until(() -> claims.claim("thread"));
    }
}
