package io.camelcognigy.session;

import static io.camelcognigy.session.Scene.input;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The token, people's words and ids appear in no exception message and no {@code toString}; of all these, log lines show
 * the session id only.
 */
class SecrecyTest {

    private static final String SESSION = "SESSIONMARK";
    private static final List<String> SECRETS =
            List.of("TOKENMARK", "USERMARK", "KEYMARK", "TEXTMARK", "DATAMARK", "REPLYMARK", "SERVERMARK", "ROUTEMARK");

    private final LogCapture log = new LogCapture();
    private final List<RecordingCallback> callers = new ArrayList<>();

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void everyFailureKeepsItsSecrets() {
        everyFailure();

        assertThat(callers.stream().map(caller -> caller.failure().code()))
                .as("a failure that is not provoked here proves nothing")
                .containsAll(EnumSet.complementOf(EnumSet.of(
                        // Found out by the Camel face, before there is a turn.
                        FailureCode.NO_SESSION_KEY,
                        FailureCode.UNKNOWN_AGENT,
                        FailureCode.INVALID_JSON,
                        FailureCode.RESERVED_DATA)));
        for (RecordingCallback caller : callers) {
            TurnException failure = caller.failure();
            assertSecret(failure.getMessage());
            assertThat(failure.getMessage()).doesNotContain(SESSION);
            assertSecret(failure.toString());
        }
    }

    @Test
    void logLinesShowTheSessionIdAtMost() {
        everyFailure();

        List<String> lines =
                log.lines().stream().flatMap(SecrecyTest::everythingIn).toList();
        assertThat(lines).hasSizeGreaterThan(5).anyMatch(line -> line.contains(SESSION));
        assertThat(log.lines()).extracting(ILoggingEvent::getLevel).contains(Level.WARN, Level.DEBUG);
        lines.forEach(SecrecyTest::assertSecret);
    }

    @Test
    void nothingShowsThemInItsToString() {
        Scene scene = scene(options -> {});
        RecordingSubscriber consumer = scene.consumer(RecordingSubscriber.ofAll());
        RecordingCallback inOut = submit(scene, talk().inOut());
        Scripted connection = scene.ready();
        connection.event(words());
        connection.event(new ServerEvent.FinalPing("SERVERMARK with spaces"));
        connection.event(words());

        List<Object> shown = new ArrayList<>(consumer.events);
        shown.add(talk().build());
        shown.add(talk().build().ids());
        shown.add(talk().build().input());
        shown.add(inOut.result());
        shown.add(scene.agent);
        shown.add(scene.agent.settings());
        shown.add(scene.agent.snapshot());
        shown.add(connection.request);
        shown.add(new UnroutedEvents.Delivery(consumer.last(), 1, null, null, List.of()));
        assertThat(shown).hasSizeGreaterThan(8).allSatisfy(one -> {
            assertSecret(one.toString());
            assertThat(one.toString()).doesNotContain(SESSION);
        });
    }

    private void everyFailure() {
        Scene scene = scene(options -> options.maxSessions = 2);
        scene.consumer(RecordingSubscriber.of(EventKind.OUTPUT).failing(new IllegalStateException("ROUTEMARK")));
        submit(scene, talk().session(SESSION.repeat(100)));
        submit(scene, talk().user("USERMARK".repeat(100)));
        submit(scene, input().session(SESSION).user("USERMARK").text(" "));
        submit(scene, talk().data(Map.of("DATAMARK", new StringBuilder("DATAMARK").chars())));
        submit(scene, talk().text("TEXTMARK".repeat(20_000)).timeout(Duration.ofSeconds(1)));
        submit(scene, talk());
        submit(scene, talk().user("USERMARK-2"));
        submit(scene, talk().timeout(Duration.ofSeconds(2)));
        Scripted connection = scene.ready();
        connection.event(words());
        connection.finalPing();
        scene.time.advance(Duration.ofSeconds(2));
        connection.event(words());
        connection.finalPing();
        submit(scene, talk());
        connection.event(error());
        connection.event(error());
        connection.finalPing();
        submit(scene, talk());
        connection.cut();
        submit(scene, talk().timeout(Duration.ofSeconds(1)));
        scene.time.advance(Duration.ofSeconds(1));

        Scene refusing = scene(options -> {});
        submit(refusing, talk());
        for (int i = 0; i < Link.REFUSAL_LIMIT; i++) {
            refusing.connection().lost(ScriptedConnector.refused());
            refusing.time.advance(Scene.BACKOFF.multipliedBy(1L << i));
        }

        Scene moving = scene(options -> {});
        submit(moving, talk().owner("KEYMARK"));
        moving.agent.closeSessions("KEYMARK");

        Scene narrow = scene(options -> {
            options.maxSessions = 1;
            options.maxQueuedTurns = 2;
            options.maxQueuedTurnsPerSession = 1;
            options.maxUnroutedEvents = 1;
            options.maxPayload = OptionalInt.of(1_000);
        });
        narrow.consumer(RecordingSubscriber.of(EventKind.OUTPUT).gated());
        submit(narrow, talk().text("TEXTMARK".repeat(1_000)));
        submit(narrow, talk());
        submit(narrow, talk());
        submit(narrow, talk().session("b" + SESSION));
        narrow.ready().event(words());
        narrow.connection().event(words());
        narrow.connection().event(words());
        narrow.connection().finalPing();
        submit(narrow, talk());
        narrow.agent.close();
        callers.removeIf(caller -> !caller.told());
    }

    private static Scene scene(Consumer<Scene.Options> change) {
        return new Scene(options -> {
            options.url = "https://bot.example/TOKENMARK";
            change.accept(options);
        });
    }

    private RecordingCallback submit(Scene scene, Scene.Input input) {
        RecordingCallback caller = scene.submit(input);
        callers.add(caller);
        return caller;
    }

    private static Scene.Input talk() {
        return input().session(SESSION)
                .user("USERMARK")
                .key("KEYMARK")
                .text("TEXTMARK")
                .data(Map.of("DATAMARK", "DATAMARK"))
                .replyAddress("REPLYMARK", "REPLYMARK");
    }

    private static ServerEvent words() {
        return new ServerEvent.Output(new Message(
                "SERVERMARK", Map.of("SERVERMARK", 1), "SERVERMARK", "SERVER MARK", false, Map.of("SERVERMARK", 1)));
    }

    private static ServerEvent error() {
        return new ServerEvent.ErrorOutput(new ServerEvent.EndpointError(
                "SERVERMARK", "SERVERMARK is what the user said", Map.of("SERVERMARK", 1)));
    }

    private static Stream<String> everythingIn(ILoggingEvent line) {
        List<String> all = new ArrayList<>(List.of(line.getFormattedMessage()));
        for (IThrowableProxy thrown = line.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            all.add(String.valueOf(thrown.getMessage()));
        }
        return all.stream();
    }

    private static void assertSecret(String shown) {
        assertThat(SECRETS).allSatisfy(secret -> assertThat(shown).doesNotContain(secret));
    }
}
