package io.camelcognigy.session;

import io.camelcognigy.content.StreamMode;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.ScriptedConnector.Scripted;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.session.TurnRequest.Outputs;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** An agent with everything around it in the test's hand: clock, chance, network, server and route threads. */
final class Scene {

    static final Duration SILENCE = Duration.ofSeconds(2);
    static final Duration BACKOFF = Duration.ofSeconds(4);
    static final Duration RESYNC = Duration.ofSeconds(10);
    static final Duration TURN = Duration.ofSeconds(60);
    static final Duration STABLE = Duration.ofMinutes(5);
    static final Duration IDLE = Duration.ofMinutes(30);

    final ManualTime time = new ManualTime();
    final ScriptedConnector connector = new ScriptedConnector();
    final ManualRoutes routes = new ManualRoutes();
    final Agent agent;

    /** Full jitter takes this share of the ceiling: the backoff's first ceiling is twice {@link #BACKOFF}. */
    double random = 0.5;

    /** Settings of a scene; a test changes what it is about. */
    static final class Options {
        String name = "support";
        String url = "https://bot.example/token";
        double rate = 1_000;
        int concurrency = 10;
        Backoff backoff = new Backoff(BACKOFF.multipliedBy(2), Duration.ofMinutes(1));
        int maxSessions = 100;
        int maxQueuedTurnsPerSession = 10;
        int maxQueuedTurns = 100;
        int maxUnroutedEvents = 100;
        int maxUnroutedBytes = 1_000_000;
        Duration singleInputIdle = IDLE;
        Duration stable = STABLE;
        AgentObserver observer = AgentObserver.NONE;
        OptionalInt maxPayload = OptionalInt.empty();
    }

    Scene() {
        this(options -> {});
    }

    Scene(Consumer<Options> change) {
        Options options = new Options();
        change.accept(options);
        agent = new Agent(settings(options), connector, time, routes, () -> random, options.observer);
    }

    static AgentSettings settings(Options options) {
        return new AgentSettings(
                options.name,
                new Connecting(
                        EndpointAddress.parse(options.url),
                        HandshakeMode.QUERY,
                        false,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        OnReadyTimeout.FAIL,
                        options.rate,
                        options.concurrency),
                new Reconnecting(options.backoff, options.stable, RESYNC),
                new Bounds(
                        options.maxSessions,
                        IDLE,
                        options.singleInputIdle,
                        options.maxQueuedTurnsPerSession,
                        options.maxQueuedTurns,
                        options.maxUnroutedEvents,
                        options.maxUnroutedBytes,
                        options.maxPayload));
    }

    /** An input for session {@code s}; InOnly, completed when its turn is over. */
    static Input input() {
        return new Input();
    }

    RecordingCallback submit() {
        return submit(input());
    }

    RecordingCallback submit(Input input) {
        RecordingCallback callback = new RecordingCallback();
        agent.submit(input.build(), callback);
        return callback;
    }

    RecordingSubscriber consumer(RecordingSubscriber subscriber) {
        agent.subscribe(subscriber);
        return subscriber;
    }

    /** The newest connection, now ready. */
    Scripted ready() {
        return connector.last().ready();
    }

    Scripted connection() {
        return connector.last();
    }

    int attempts() {
        return connector.opened.size();
    }

    /** One turn of session {@code s} from submit to final ping; leaves the session connected and in step. */
    Scripted afterOneTurn() {
        RecordingCallback first = submit();
        Scripted connection = ready();
        connection.finalPing();
        first.result();
        return connection;
    }

    /** An input under construction. */
    static final class Input {

        private String sessionId = "s";
        private String sessionKey = "s";
        private String userId = "u";
        private String text = "hello";
        private Map<String, Object> data;
        private boolean resetFlow;
        private Map<String, Object> replyAddress = Map.of();
        private Outputs outputs = Outputs.TO_CONSUMERS;
        private Completion completion = Completion.TURN;
        private Duration timeout = TURN;
        private StreamMode stream = StreamMode.PIECES;
        private TurnEnd turnEnd = TurnEnd.FINAL_PING;
        private Object owner;

        Input session(String id) {
            sessionId = id;
            sessionKey = id;
            return this;
        }

        Input key(String key) {
            sessionKey = key;
            return this;
        }

        Input user(String id) {
            userId = id;
            return this;
        }

        Input text(String words) {
            text = words;
            return this;
        }

        Input data(Map<String, Object> json) {
            data = json;
            return this;
        }

        Input reset() {
            resetFlow = true;
            return this;
        }

        Input replyAddress(String name, Object value) {
            return replyAddress(Map.of(name, value));
        }

        Input replyAddress(Map<String, Object> headers) {
            replyAddress = headers;
            return this;
        }

        Input inOut() {
            outputs = Outputs.TO_CALLER;
            return this;
        }

        Input toldWhenSent() {
            completion = Completion.SENT;
            return this;
        }

        Input timeout(Duration limit) {
            timeout = limit;
            return this;
        }

        Input owner(Object source) {
            owner = source;
            return this;
        }

        Input streams(StreamMode mode) {
            stream = mode;
            return this;
        }

        Input endsBy(TurnEnd end) {
            turnEnd = end;
            return this;
        }

        TurnRequest build() {
            return new TurnRequest(
                    new TurnRequest.Ids(sessionKey, sessionId, userId),
                    new TurnRequest.Input(text, data, resetFlow, "camel", null),
                    new TurnRequest.Handling(outputs, completion, timeout, turnEnd, SILENCE, stream),
                    replyAddress,
                    owner);
        }
    }
}
