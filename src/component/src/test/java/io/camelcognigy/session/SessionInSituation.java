package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.TypingStatus;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.session.ScriptedConnector.TestAck;
import io.camelcognigy.session.SessionStateTableTest.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** One session, brought into a situation and then given one event; for the state table. */
final class SessionInSituation {

    private static final String OWNER = "owner";
    private static final Duration EARLIER_TIMEOUT = Duration.ofSeconds(59);
    private static final Duration SOONER = Duration.ofSeconds(60);
    private static final Duration LATER = Duration.ofSeconds(90);

    private final Scene scene = new Scene(options -> options.concurrency = 1);
    private final RecordingSubscriber consumer =
            scene.consumer(RecordingSubscriber.ofAll().gated());
    private final Session session = new Session(Scene.input().build().ids(), scene.agent);
    private final List<RecordingCallback> callers = new ArrayList<>();
    private final List<TestAck> acks = new ArrayList<>();
    private final Situation situation;
    private final Event event;
    private Scripted earlier;
    private Scripted rival;

    SessionInSituation(Situation situation, Event event) {
        this.situation = situation;
        this.event = event;
        bring();
        if (session.state() != situation.state) {
            throw new AssertionError("brought into " + session.state() + " and not into " + situation);
        }
        if (event != Event.ROUTED) {
            consumer.open();
        }
    }

    /** Fires the event; the next state and what the session did. */
    String whatHappens() {
        SessionState before = session.state();
        int told = told();
        int raised = raised().size();
        int opened = ours().size();
        int closed = sum(Scripted::closes);
        int written = sum(Scripted::inputs);
        int sent = sum(connection -> connection.sent.size());
        int acknowledged = acknowledged();
        fire();

        List<String> words = new ArrayList<>();
        words.add(session.state() == before ? "=" : session.state().name());
        add(words, "opens", ours().size() - opened);
        add(words, "closes", sum(Scripted::closes) - closed);
        int inputs = sum(Scripted::inputs) - written;
        add(words, "writes", inputs);
        add(words, "types", sum(connection -> connection.sent.size()) - sent - inputs);
        callers.stream().filter(RecordingCallback::told).skip(told).forEach(caller -> words.add(outcome(caller)));
        raised().stream()
                .skip(raised)
                .forEach(raise -> words.add("+" + raise.kind().optionName()));
        add(words, "acks", acknowledged() - acknowledged);
        return String.join(" ", words);
    }

    private void bring() {
        if (situation == Situation.NEW) {
            return;
        }
        // Every other situation has a past: one turn, one unsolicited output that is still on its way, one loss.
        submit(Scene.input().timeout(EARLIER_TIMEOUT).inOut());
        earlier = scene.ready();
        earlier.finalPing();
        acks.add(earlier.output("on its way"));
        // Opened, connected, the ping.
        consumer.pass();
        consumer.pass();
        consumer.pass();
        earlier.cut();
        if (situation == Situation.ADMISSION) {
            scene.submit(Scene.input().session("rival").timeout(Duration.ofHours(1)));
            rival = scene.connection();
        }
        switch (situation) {
            case BACKOFF, ADMISSION, CONNECTING -> submitWaiting();
            default -> {}
        }
        if (situation == Situation.BACKOFF) {
            return;
        }
        scene.time.advance(Scene.BACKOFF);
        if (situation == Situation.ADMISSION || situation == Situation.CONNECTING) {
            return;
        }
        scene.ready();
        switch (situation) {
            case IN_TURN -> submitOpen();
            case IN_TURN_OTHERS_WAIT -> {
                submitOpen();
                submitWaiting();
            }
            case STEP_LOST_BY_TIMEOUT -> {
                submitOpen();
                elapse(openTimeout());
                submitWaiting();
            }
            case STEP_LOST_BY_ERROR -> {
                submitOpen();
                scene.connection().event(ScriptedConnector.error("E"));
                submitWaiting();
            }
            case STOPPED -> session.stop();
            case EVICTED -> {
                consumer.open();
                idle();
            }
            default -> {}
        }
    }

    private void fire() {
        switch (event) {
            case SUBMIT -> submitWaiting();
            case ADMITTED -> {
                // Only who asked is admitted; all others have no ticket out.
                if (rival != null) {
                    rival.ready();
                }
            }
            case READY -> {
                if (earlier != null) {
                    last().ready();
                }
            }
            case OUTPUT -> fromServer(ScriptedConnector.output("hello"));
            case FINAL_PING -> fromServer(ScriptedConnector.finalPing());
            case ERROR -> fromServer(ScriptedConnector.error("E"));
            case EXCEPTION -> fromServer(ScriptedConnector.exception("E"));
            case BOT_TYPING -> fromServer(new ServerEvent.Typing(TypingStatus.ON));
            case UNKNOWN -> fromServer(new ServerEvent.Unknown("novelty", null));
            case LOST -> {
                if (earlier != null) {
                    last().listener().onClosed(last(), ScriptedConnector.cut());
                }
            }
            case EARLIER_CONNECTION -> {
                if (earlier != null) {
                    earlier.haunt();
                }
            }
            case OPEN_TURN_TIMEOUT, WAITING_TURN_TIMEOUT -> elapse(SOONER);
            case SILENCE_ELAPSED -> scene.time.fire(Scene.SILENCE);
            case ROUTED -> {
                if (consumer.atGate() > 0) {
                    consumer.pass();
                }
            }
            case BACKOFF_ELAPSED -> scene.time.fire(Scene.BACKOFF);
            case RESYNC_ELAPSED -> {
                scene.time.stall(Scene.RESYNC);
                scene.time.fire(Scene.RESYNC);
            }
            case IDLE_CHECK -> idle();
            case USER_TYPING -> session.typing(new EncodedEvent("typingStatus", "[\"typingStatus\"]", 16));
            case OWNER_GONE -> session.close(OWNER);
            case LET_GO -> session.letGo(OWNER, gone -> {});
            case CLOSE -> session.closeFor("an input closed the session");
            case DRAIN -> session.drain();
            case ROOM -> session.makeRoom(made -> {});
            case REOPENED ->
                session.reopen(
                        new SessionEntry(
                                "support",
                                scene.agent.version(),
                                Scene.input().build().ids(),
                                Map.of()),
                        Duration.ZERO,
                        OWNER);
            case WAKE -> session.wake();
            case STOP -> session.stop();
        }
    }

    /** The session's one timer fires when so much time is gone; it was set for the earlier turn. */
    private void elapse(Duration time) {
        scene.time.stall(time);
        scene.time.fire(EARLIER_TIMEOUT);
    }

    private Duration openTimeout() {
        return event == Event.WAITING_TURN_TIMEOUT ? LATER : SOONER;
    }

    private Duration waitingTimeout() {
        return event == Event.WAITING_TURN_TIMEOUT ? SOONER : LATER;
    }

    private void idle() {
        scene.time.stall(Scene.IDLE);
        session.checkIdle();
    }

    private void fromServer(ServerEvent received) {
        if (earlier == null) {
            return;
        }
        TestAck ack = new TestAck();
        if (received instanceof ServerEvent.Output) {
            acks.add(ack);
        }
        last().listener().onEvent(last(), received, ack, 1);
    }

    private void submitOpen() {
        boolean bySilence = event == Event.SILENCE_ELAPSED && situation != Situation.STEP_LOST_BY_TIMEOUT;
        submit(Scene.input().timeout(openTimeout()).inOut().endsBy(bySilence ? TurnEnd.SILENCE : TurnEnd.FINAL_PING));
        if (bySilence) {
            last().output("the last word");
        }
    }

    private void submitWaiting() {
        submit(Scene.input().timeout(waitingTimeout()).inOut());
    }

    private void submit(Scene.Input input) {
        TurnRequest request = input.owner(OWNER).build();
        RecordingCallback caller = new RecordingCallback();
        callers.add(caller);
        EncodedEvent encoded = new EncodedEvent("processInput", "[\"processInput\",{}]", 19);
        long deadline = scene.time.nanoTime() + request.handling().timeout().toNanos();
        session.submit(new Turn("t-" + callers.size(), request, encoded, deadline, caller));
    }

    /** The attempts of this session, not of its rival. */
    private List<Scripted> ours() {
        return scene.connector.opened.stream()
                .filter(connection -> connection != rival)
                .toList();
    }

    private List<SessionEvent> raised() {
        return consumer.events.stream()
                .filter(raised -> raised.sessionId().equals("s"))
                .toList();
    }

    private Scripted last() {
        List<Scripted> ours = ours();
        return ours.get(ours.size() - 1);
    }

    private int told() {
        return (int) callers.stream().filter(RecordingCallback::told).count();
    }

    private int acknowledged() {
        return acks.stream().mapToInt(ack -> ack.calls).sum();
    }

    private int sum(ToIntFunction<Scripted> count) {
        return ours().stream().mapToInt(count).sum();
    }

    private static void add(List<String> words, String word, int times) {
        for (int i = 0; i < times; i++) {
            words.add(word);
        }
    }

    private static String outcome(RecordingCallback caller) {
        return caller.failed() ? caller.failure().code().toString().substring("COGNIGY-".length()) : "ok";
    }
}
