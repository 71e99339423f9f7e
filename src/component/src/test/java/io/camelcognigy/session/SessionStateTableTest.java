package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.camelcognigy.protocol.ServerEvent;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every state of a session against every event. A cell names the next state and, in this order, what the session did;
 * {@code =} means that it stayed in its state, and alone, that it did nothing.
 *
 * <pre>
 * opens    began an attempt to connect           ok            told a caller that its turn is over
 * closes   closed its connection                 IN-DOUBT …    told a caller that its turn failed, with this code
 * writes   wrote an input                        +output …     gave the consumers an event of this kind
 * types    wrote a typing indication             acks          acknowledged an output
 * </pre>
 *
 * <p>One turn waits wherever a session without connection has a reason to connect. An event of a connection that is gone
 * comes late from the last one; {@code earlier connection} is everything that the one before could still report. Timers
 * that are not armed fire all the same, as one may that was on its way when it was cancelled. Behind the output that is
 * routed, the news of an earlier loss waits its turn.
 */
class SessionStateTableTest {

    private static final String NOT_CONNECTED = """
            event                  | NEW              | ADMISSION            | CONNECTING                  | BACKOFF              | STOPPED         | EVICTED
            a turn is submitted    | CONNECTING opens | =                    | =                           | =                    | = AGENT-STOPPED | = opens
            opened again           | CONNECTING opens | =                    | =                           | =                    | =               | =
            admitted               | =                | CONNECTING opens     | =                           | =                    | =               | =
            ready                  | =                | =                    | IN_TURN writes +connected   | =                    | =               | =
            output                 | =                | =                    | = +output acks              | =                    | =               | =
            final ping             | =                | =                    | = +finalPing                | =                    | =               | =
            error output           | =                | =                    | = +error                    | =                    | =               | =
            exception              | =                | =                    | = +exception                | =                    | =               | =
            bot typing             | =                | =                    | = +typingStatus             | =                    | =               | =
            unknown event          | =                | =                    | =                           | =                    | =               | =
            lost                   | =                | =                    | BACKOFF                     | =                    | =               | =
            earlier connection     | =                | =                    | =                           | =                    | =               | =
            open turn's timeout    | =                | =                    | =                           | =                    | =               | =
            waiting turn's timeout | =                | = TURN-TIMEOUT       | = TURN-TIMEOUT              | = TURN-TIMEOUT       | =               | =
            silence elapsed        | =                | =                    | =                           | =                    | =               | =
            an output is routed    | =                | = +disconnected acks | = +disconnected acks        | = +disconnected acks | = acks          | =
            backoff elapsed        | =                | =                    | =                           | CONNECTING opens     | =               | =
            resync elapsed         | =                | =                    | =                           | =                    | =               | =
            idle for too long      | CLOSED           | =                    | =                           | =                    | =               | =
            user typing            | =                | =                    | =                           | =                    | =               | =
            owner is gone          | =                | CLOSED SESSION-MOVED | CLOSED closes SESSION-MOVED | CLOSED SESSION-MOVED | =               | =
            owner lets it go       | =                | =                    | =                           | =                    | =               | =
            an input closes it     | CLOSED           | CLOSED AGENT-STOPPED +sessionClosed | CLOSED closes AGENT-STOPPED +sessionClosed | CLOSED AGENT-STOPPED +sessionClosed | =               | =
            the stop is near       | =                | = AGENT-STOPPED      | = AGENT-STOPPED             | = AGENT-STOPPED      | =               | =
            room is needed         | =                | =                    | =                           | =                    | =               | =
            others got through     | =                | =                    | =                           | CONNECTING opens     | =               | =
            stop                   | CLOSED           | CLOSED AGENT-STOPPED | CLOSED closes AGENT-STOPPED | CLOSED AGENT-STOPPED | =               | =
            """;

    private static final String CONNECTED = """
            event                  | READY                       | IN_TURN                               | IN_TURN_OTHERS_WAIT                       | STEP_LOST_BY_TIMEOUT                  | STEP_LOST_BY_ERROR
            a turn is submitted    | IN_TURN writes              | =                                     | =                                         | =                                     | =
            opened again           | =                           | =                                     | =                                         | =                                     | =
            admitted               | =                           | =                                     | =                                         | =                                     | =
            ready                  | =                           | =                                     | =                                         | =                                     | =
            output                 | = +output acks              | = acks                                | = acks                                    | = +output acks                        | = +output acks
            final ping             | = +finalPing                | READY ok +finalPing                   | = writes ok +finalPing                    | IN_TURN writes +finalPing             | IN_TURN writes +finalPing
            error output           | = +error                    | OUT_OF_STEP ENDPOINT-ERROR +error     | OUT_OF_STEP ENDPOINT-ERROR +error         | = +error                              | = +error
            exception              | = +exception                | OUT_OF_STEP ENDPOINT-ERROR +exception | OUT_OF_STEP ENDPOINT-ERROR +exception     | = +exception                          | = +exception
            bot typing             | = +typingStatus             | = +typingStatus                       | = +typingStatus                           | = +typingStatus                       | = +typingStatus
            unknown event          | =                           | =                                     | =                                         | =                                     | =
            lost                   | BACKOFF +disconnected       | BACKOFF IN-DOUBT +disconnected        | BACKOFF IN-DOUBT +disconnected            | BACKOFF +disconnected                 | BACKOFF +disconnected
            earlier connection     | =                           | =                                     | =                                         | =                                     | =
            open turn's timeout    | =                           | OUT_OF_STEP TURN-TIMEOUT              | OUT_OF_STEP TURN-TIMEOUT                  | =                                     | =
            waiting turn's timeout | =                           | =                                     | = TURN-TIMEOUT                            | = TURN-TIMEOUT                        | = TURN-TIMEOUT
            silence elapsed        | =                           | READY ok                              | = writes ok                               | =                                     | =
            an output is routed    | = +disconnected acks        | = +disconnected acks                  | = +disconnected acks                      | = +disconnected acks                  | = +disconnected acks
            backoff elapsed        | =                           | =                                     | =                                         | =                                     | =
            resync elapsed         | =                           | =                                     | =                                         | CONNECTING opens closes +disconnected | IN_TURN writes
            idle for too long      | CLOSED closes +disconnected +sessionClosed | =                                     | =                                         | =                                     | =
            user typing            | = types                     | = types                               | = types                                   | = types                               | = types
            owner is gone          | CLOSED closes               | CLOSED closes SESSION-MOVED           | CLOSED closes SESSION-MOVED SESSION-MOVED | CLOSED closes SESSION-MOVED           | CLOSED closes SESSION-MOVED
            owner lets it go       | CLOSED closes               | =                                     | =                                         | =                                     | =
            an input closes it     | CLOSED closes +disconnected +sessionClosed | CLOSED closes AGENT-STOPPED +disconnected +sessionClosed | CLOSED closes AGENT-STOPPED AGENT-STOPPED +disconnected +sessionClosed | CLOSED closes AGENT-STOPPED +disconnected +sessionClosed | CLOSED closes AGENT-STOPPED +disconnected +sessionClosed
            the stop is near       | =                           | =                                     | = AGENT-STOPPED                           | = AGENT-STOPPED                       | = AGENT-STOPPED
            room is needed         | CLOSED closes +disconnected +sessionClosed | =                                     | =                                         | =                                     | =
            others got through     | =                           | =                                     | =                                         | =                                     | =
            stop                   | CLOSED closes               | CLOSED closes AGENT-STOPPED           | CLOSED closes AGENT-STOPPED AGENT-STOPPED | CLOSED closes AGENT-STOPPED           | CLOSED closes AGENT-STOPPED
            """;

    /** The rows, each with the handlers of the session and of its link that it exercises. */
    enum Event {
        SUBMIT("a turn is submitted", "onSubmit"),
        REOPENED("opened again", "onReopen"),
        ADMITTED("admitted", "onAdmitted"),
        READY("ready", "onReady"),
        OUTPUT("output", "onEvent", "onOutput"),
        FINAL_PING("final ping", "onEvent", "onFinalPing"),
        ERROR("error output", "onEvent", "onEndpointError"),
        EXCEPTION("exception", "onEvent", "onEndpointError"),
        BOT_TYPING("bot typing", "onEvent"),
        UNKNOWN("unknown event", "onEvent"),
        LOST("lost", "onLost"),
        EARLIER_CONNECTION("earlier connection", "onReady", "onEvent", "onLost"),
        OPEN_TURN_TIMEOUT("open turn's timeout", "onTurnTimeout"),
        WAITING_TURN_TIMEOUT("waiting turn's timeout", "onTurnTimeout"),
        SILENCE_ELAPSED("silence elapsed", "onTurnSilence"),
        ROUTED("an output is routed", "onRouted"),
        BACKOFF_ELAPSED("backoff elapsed", "onBackoffElapsed"),
        RESYNC_ELAPSED("resync elapsed", "onResyncTimeout"),
        IDLE_CHECK("idle for too long", "onCheckIdle"),
        USER_TYPING("user typing", "onTyping"),
        OWNER_GONE("owner is gone", "onOwnerGone"),
        LET_GO("owner lets it go", "onLetGo"),
        CLOSE("an input closes it", "onClose"),
        DRAIN("the stop is near", "onDrain"),
        ROOM("room is needed", "onMakeRoom"),
        WAKE("others got through", "onWake"),
        STOP("stop", "onStop");

        private final String row;
        private final List<String> handlers;

        Event(String row, String... handlers) {
            this.row = row;
            this.handlers = List.of(handlers);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyStateAgainstEveryEvent() {
        return Stream.of(NOT_CONNECTED, CONNECTED).flatMap(table -> cells(table).stream());
    }

    @Test
    void noStateAndNoEventIsMissing() {
        Map<Event, Set<SessionState>> covered = new EnumMap<>(Event.class);
        for (String table : List.of(NOT_CONNECTED, CONNECTED)) {
            List<Situation> columns = columns(table);
            rows(table)
                    .forEach(row -> columns.forEach(column -> covered.computeIfAbsent(
                                    event(row.get(0)), e -> EnumSet.noneOf(SessionState.class))
                            .add(column.state)));
        }
        assertThat(covered.keySet()).containsExactlyInAnyOrder(Event.values());
        assertThat(covered.values()).allMatch(states -> states.equals(EnumSet.allOf(SessionState.class)));
    }

    @Test
    void noHandlerOfTheSessionAndItsPartsIsMissing() {
        Set<String> handlers = Stream.of(Session.class, Link.class, SessionTurns.class, OpenTurn.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .filter(name -> name.matches("on[A-Z].*"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(Arrays.stream(Event.values()).flatMap(event -> event.handlers.stream()))
                .containsAll(handlers)
                .allMatch(handlers::contains);
    }

    @Test
    void noEventOfTheServerIsMissing() {
        assertThat(ServerEvent.class.getPermittedSubclasses())
                .as("a new kind of server event needs its row")
                .containsExactlyInAnyOrder(
                        ServerEvent.HandshakeRequest.class,
                        ServerEvent.EndpointReady.class,
                        ServerEvent.Output.class,
                        ServerEvent.FinalPing.class,
                        ServerEvent.Typing.class,
                        ServerEvent.ErrorOutput.class,
                        ServerEvent.EndpointException.class,
                        ServerEvent.Unknown.class);
    }

    private static List<DynamicTest> cells(String table) {
        List<Situation> columns = columns(table);
        List<DynamicTest> tests = new ArrayList<>();
        for (List<String> row : rows(table)) {
            Event event = event(row.get(0));
            for (int i = 0; i < columns.size(); i++) {
                Situation situation = columns.get(i);
                String expected = row.get(i + 1);
                tests.add(dynamicTest(
                        situation + ", " + event.row,
                        () -> assertThat(new SessionInSituation(situation, event).whatHappens())
                                .isEqualTo(expected)));
            }
        }
        return tests;
    }

    private static List<Situation> columns(String table) {
        List<String> header = split(table.lines().findFirst().orElseThrow());
        return header.stream().skip(1).map(Situation::valueOf).toList();
    }

    private static List<List<String>> rows(String table) {
        return table.lines().skip(1).map(SessionStateTableTest::split).toList();
    }

    private static List<String> split(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    private static Event event(String row) {
        return Arrays.stream(Event.values())
                .filter(event -> event.row.equals(row))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such event: " + row));
    }
}
