package io.camelcognigy.test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A Cognigy.AI Endpoint for tests: a JUnit extension with a real Socket.IO server on a free port, and a bot that says what
 * the test scripts.
 *
 * <pre>{@code
 * @RegisterExtension
 * final CognigyEndpoint bot = CognigyEndpoint.create()
 *         .on("hello", answer -> answer.say("Hello, Anna", "How can I help?"))
 *         .on("crash", answer -> answer.say("One moment").drop())
 *         .on("hang", answer -> answer.noFinalPing());
 * }</pre>
 *
 * <p>Point the component at {@link #endpointUrl()}. What no rule knows is repeated: {@code You said: …}. The server starts
 * when its address is first asked for, at the latest before the test, and stops after everything else of the test: as a
 * static field it serves all tests of the class, as an instance field one. Between two tests it forgets what it heard, all
 * faults, and the rules that the test has added. A script that throws fails its test.
 *
 * <p>Without JUnit it is an {@link AutoCloseable}. Thread-safe.
 */
public final class CognigyEndpoint implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SimulatedEndpoint.Builder options;
    private final Script script = new Script();
    private SimulatedEndpoint server;
    private boolean begun;
    private boolean used;
    private boolean closed;

    private CognigyEndpoint(SimulatedEndpoint.Builder options) {
        this.options = options.bot(script);
    }

    /** An Endpoint on a free port of 127.0.0.1 that repeats what it hears. */
    public static CognigyEndpoint create() {
        return create(UnaryOperator.identity());
    }

    /** The same with other options of the server: a fixed port, TLS, heartbeat, a token. Its bot is the script. */
    public static CognigyEndpoint create(UnaryOperator<SimulatedEndpoint.Builder> options) {
        return new CognigyEndpoint(options.apply(SimulatedEndpoint.builder()));
    }

    /**
     * What the bot does when it hears this text.
     *
     * @param text the whole text, exactly
     * @param answers the first time it does the first, then the second, and so on; the last for good
     */
    @SafeVarargs
    public final CognigyEndpoint on(String text, Consumer<Answer>... answers) {
        Objects.requireNonNull(text, "text");
        return on(input -> text.equals(input.text()), answers);
    }

    /** What the bot does when it hears such an input. Of several rules that fit the latest counts. */
    @SafeVarargs
    public final CognigyEndpoint on(Predicate<ReceivedInput> when, Consumer<Answer>... answers) {
        script.add(when, List.of(answers));
        return this;
    }

    /**
     * Scripts a fault for the next connection or input, whichever it is about.
     *
     * @param fault such as {@link FailAt#REFUSE}, {@link FailAt#BEFORE_READY} or {@link FailAt#BEFORE_FINAL_PING}
     */
    public CognigyEndpoint failNext(FailAt fault) {
        return failNext(fault, 1);
    }

    /** The same for the next few. */
    public CognigyEndpoint failNext(FailAt fault, int times) {
        server().failAt(fault, times);
        return this;
    }

    /** Cuts every connection, and lets nobody connect until {@link #up()}. */
    public void down() {
        server().stopListening();
    }

    /** Takes connections again, on the same port. */
    public void up() {
        server().listen();
    }

    /** Cuts every connection; new ones are welcome. */
    public void dropAll() {
        server().dropAll();
    }

    /**
     * Says something to a session unasked, as Cognigy's notify does. Waits up to 10 s until the session is connected.
     *
     * @throws AssertionError if it is not
     */
    public void notify(String sessionId, String text) {
        notify(sessionId, Message.of(text));
    }

    /** The same with any content; a person's for instance, by {@link Message#fromPerson}. */
    public void notify(String sessionId, Message message) {
        awaitConnected(sessionId);
        server().push(sessionId, message);
    }

    /**
     * Lets the bot answer a text that nobody sent, as Cognigy's inject does: its outputs reach the session unasked. Waits up
     * to 10 s until the session is connected.
     *
     * @throws AssertionError if it is not
     */
    public void inject(String sessionId, String text) {
        awaitConnected(sessionId);
        server().inject(sessionId, text);
    }

    /** Every valid input since the test began, in the order of arrival. */
    public List<ReceivedInput> heard() {
        return server().journal().inputs();
    }

    /** Those of one session. */
    public List<ReceivedInput> heard(String sessionId) {
        return server().journal().inputs(sessionId);
    }

    /** The texts of {@link #heard()}. */
    public List<String> heardTexts() {
        return heard().stream().map(ReceivedInput::text).toList();
    }

    /**
     * Waits until so many inputs have come, up to 10 s.
     *
     * @return all inputs
     * @throws AssertionError if they have not
     */
    public List<ReceivedInput> awaitHeard(int count) {
        await(
                () -> server().journal().inputCount() >= count,
                () -> "the bot heard " + heard().size() + " inputs in " + PATIENCE.toSeconds() + " s, not " + count);
        return heard();
    }

    /**
     * Waits until a session is connected and ready, up to 10 s.
     *
     * @throws AssertionError if it is not
     */
    public void awaitConnected(String sessionId) {
        await(
                () -> server().isReady(sessionId),
                () -> "the session is not connected after " + PATIENCE.toSeconds() + " s");
    }

    /** All that was seen: handshakes, typing, acknowledgements, and what the client did against the protocol. */
    public Journal journal() {
        return server().journal();
    }

    /** The Endpoint URL as Cognigy's console shows it, token included: what the component takes. */
    public String endpointUrl() {
        return server().endpointUrl();
    }

    /** The server behind it, started if it was not. */
    public synchronized SimulatedEndpoint server() {
        if (closed) {
            throw new IllegalStateException("this endpoint was closed with its test");
        }
        if (server == null) {
            server = options.start();
        }
        return server;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context);
        if (used) {
            script.reset();
            server().listen();
            server().failNoMore();
            server().journal().clear();
        }
        used = true;
    }

    /** What is declared with the field outlives its tests; the server ends with the field's scope. */
    private void begin(ExtensionContext context) {
        if (!begun) {
            begun = true;
            script.keep();
            server();
            context.getStore(Namespace.create(CognigyEndpoint.class)).put(this, new ClosedAtTheEnd(this));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Throwable failure = script.failure();
        if (failure != null) {
            throw new AssertionError("the bot's script threw " + failure, failure);
        }
    }

    /** Cuts every connection and frees the port. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.close();
        }
    }

    private void await(BooleanSupplier condition, Supplier<String> otherwise) {
        if (!server().await(condition, PATIENCE)) {
            throw new AssertionError(otherwise.get());
        }
    }

    /** After the callbacks of all other extensions: a Camel context that stops still finds its Endpoint. */
    @SuppressWarnings("deprecation")
    private record ClosedAtTheEnd(CognigyEndpoint endpoint)
            implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            endpoint.close();
        }
    }
}
