package io.camelcognigy.test;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Cognigy Socket.IO Endpoint without Cognigy: what the demo bridge talks to, what the tests break, what a benchmark
 * runs against. It serves Engine.IO 4 and 3 over WebSocket, the query handshake and the inner handshake, readiness,
 * acknowledged {@code output} and {@code finalPing} and unsolicited outputs (PROTOCOL §4 to §10, §15), checks what
 * clients send, and breaks where a test says so ({@link #failAt}, {@link #strike}, {@link #dropAll}).
 *
 * <pre>{@code
 * try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start()) {
 *     endpoint.failAt(FailAt.BEFORE_FINAL_PING, 1);
 *     // connect to endpoint.endpointUrl(), talk
 *     assertThat(endpoint.journal().violations()).isEmpty();
 * }
 * }</pre>
 *
 * <p>Why not netty-socketio 2.0.14: run against plain frames, it writes what its connect listener sends before the
 * CONNECT reply of Engine.IO 4, and offers no later moment to hook on to, so handshake and readiness would hang on a
 * timer; its open packet lacks {@code maxPayload}; it can refuse a client with {@code 44} only if that sent
 * authentication data, which this protocol has none of; a missed acknowledgement looks like a lost connection; and to
 * stop it takes 4 seconds, in each test. What is left to write on Netty's own WebSocket codec is small.
 *
 * <p>Thread-safe. Its event loops are daemon threads and end at {@link #close()}. It binds to 127.0.0.1 unless told
 * otherwise.
 */
public final class SimulatedEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedEndpoint.class);
    private static final int BACKLOG = 4096;

    private final Hub hub;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final EventLoopGroup loops;
    private final String host;
    private final SSLContext tls;
    private final int port;
    private final String serverUrl;
    private volatile boolean listening;
    private Channel server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SimulatedEndpoint(Builder options) {
        this.hub = new Hub(options.settings(), new Journal(options.journalBound));
        this.host = options.host;
        this.tls = options.tls;
        this.loops = eventLoops(options.threads);
        try {
            this.server = bind(options.port);
        } catch (IllegalStateException e) {
            loops.shutdownGracefully(0, 5, TimeUnit.SECONDS);
            throw e;
        }
        this.port = ((InetSocketAddress) server.localAddress()).getPort();
        this.serverUrl = (tls == null ? "http" : "https") + "://" + host + ":" + port() + options.basePath;
        LOG.debug("listening on {}", serverUrl);
    }

    /** Deprecated in Netty 4.2, and all there is in 4.1: users of the test kit have either. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup eventLoops(int threads) {
        return new NioEventLoopGroup(threads, new DefaultThreadFactory("simulated-endpoint", true));
    }

    private Channel bind(int wanted) {
        listening = true;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new EndpointInitializer(hub, tls, channels, () -> listening))
                .bind(host, wanted)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "the simulated endpoint cannot listen on " + host + ":" + wanted, bound.cause());
        }
        return bound.channel();
    }

    public static Builder builder() {
        return new Builder();
    }

    public int port() {
        return port;
    }

    /** The server address without the token. */
    public String serverUrl() {
        return serverUrl;
    }

    /** The Endpoint URL as a console would show it, token included. */
    public String endpointUrl() {
        return serverUrl + "/" + hub.settings().token();
    }

    /**
     * Scripts a fault for the next connections or inputs, whichever it is about; replaces what was left of it.
     *
     * @param times 0 takes it back
     */
    public void failAt(FailAt fault, int times) {
        hub.faults().script(fault, times);
    }

    /** Takes all scripted faults back. */
    public void failNoMore() {
        hub.faults().clear();
    }

    /**
     * Breaks the live connections of a session now.
     *
     * @param fault one that is {@link FailAt#immediate()}; {@link FailAt#ON_INPUT} cuts
     * @return how many connections were there
     */
    public int strike(String sessionId, FailAt fault) {
        fault.requireImmediate();
        List<Conversation> found = hub.conversations(sessionId);
        found.forEach(conversation -> conversation.strike(fault));
        return found.size();
    }

    /** Frees the port and cuts every connection: nobody can connect until {@link #listen}. Idempotent. */
    public synchronized void stopListening() {
        listening = false;
        boolean wasOpen = server.isOpen();
        server.close().syncUninterruptibly();
        if (wasOpen) {
            // The kernel listens on until the loop's next select has let go of the channel, which a later task comes
            // after.
            server.eventLoop().schedule(() -> {}, 1, TimeUnit.MILLISECONDS).syncUninterruptibly();
        }
        dropAll();
    }

    /**
     * Takes connections on the same port again. Idempotent.
     *
     * @throws IllegalStateException if the port is taken, or the endpoint closed
     */
    public synchronized void listen() {
        if (closed.get()) {
            throw new IllegalStateException("the simulated endpoint is closed");
        }
        if (!server.isOpen()) {
            server = bind(port);
        }
    }

    /** Cuts every connection; new ones are welcome. */
    public void dropAll() {
        channels.forEach(Channel::close);
    }

    /**
     * Sends an output that answers no input.
     *
     * @param data null leaves the key out
     * @return to how many live connections of the session; readiness is not waited for, as a server that flushes what it
     *     had buffered may not either (PROTOCOL §9). To none: it is lost, or kept where {@link Builder#eventBuffer} says so
     */
    public int push(String sessionId, String text, Map<String, ?> data) {
        return push(sessionId, Message.of(text, data));
    }

    /** The same with any content. */
    public int push(String sessionId, Message message) {
        return hub.push(sessionId, Envelope.output(message, "endpoint-simulated-push"));
    }

    /**
     * Lets the bot answer a text that nobody sent, as Cognigy's inject does: what it says belongs to no turn.
     *
     * @return on how many live connections of the session
     */
    public int inject(String sessionId, String text) {
        List<Conversation> found = hub.conversations(sessionId);
        found.forEach(conversation -> conversation.inject(text));
        return found.size();
    }

    public int push(String sessionId, String text) {
        return push(sessionId, text, Map.of());
    }

    /** How far the latest connection came. */
    public Progress progress() {
        return hub.progress();
    }

    /** How many TCP connections were ever accepted. */
    public long accepted() {
        return hub.acceptedCount();
    }

    /** How many WebSocket connections stand, those in their handshake included, half-open ones not. */
    public int connections() {
        return hub.liveCount();
    }

    /** How many connections of a session stand. */
    public int liveConnections(String sessionId) {
        return hub.conversations(sessionId).size();
    }

    /** Whether a connection of the session stands that was told {@code endpoint-ready}. */
    public boolean isReady(String sessionId) {
        return hub.conversations(sessionId).stream().anyMatch(Conversation::isReady);
    }

    /** Waits for what this endpoint sees; the condition is asked again after each input and each readiness. */
    boolean await(BooleanSupplier condition, Duration patience) {
        return hub.changes().await(condition, patience);
    }

    public Journal journal() {
        return hub.journal();
    }

    /** Cuts every connection, frees the port and ends the threads. Idempotent. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        stopListening();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Options of a {@link SimulatedEndpoint}, each with the default of a real one where that is known. */
    public static final class Builder {

        private String host = "127.0.0.1";
        private int port;
        private String basePath = "";
        private String token = "demo";
        private Bot bot = new DemoBot();
        private TokenReaction onWrongToken = TokenReaction.DISCONNECT;
        private Duration pingInterval = Duration.ofMillis(25_000);
        private Duration pingTimeout = Duration.ofMillis(20_000);
        private int maxPayload = 1_000_000;
        private Duration readyDelay = Duration.ZERO;
        private Duration ackTimeout = Duration.ofSeconds(2);
        private Duration eventBuffer = Duration.ZERO;
        private int oversizedBytes = 8 * 1024 * 1024;
        private int journalBound = 10_000;
        private int threads = 2;
        private SSLContext tls;

        private Builder() {}

        /** The address to listen on. Default 127.0.0.1. */
        public Builder host(String value) {
            host = Objects.requireNonNull(value);
            return this;
        }

        /** Default 0: any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** The server address's path, such as {@code /base}; default none. */
        public Builder basePath(String value) {
            basePath = Objects.requireNonNull(value);
            return this;
        }

        /** Default {@code demo}. */
        public Builder token(String value) {
            token = Objects.requireNonNull(value);
            return this;
        }

        /** Default {@link DemoBot}. */
        public Builder bot(Bot value) {
            bot = Objects.requireNonNull(value);
            return this;
        }

        /** Default {@link TokenReaction#DISCONNECT}. */
        public Builder onWrongToken(TokenReaction value) {
            onWrongToken = Objects.requireNonNull(value);
            return this;
        }

        /** Default 25 s and 20 s. */
        public Builder heartbeat(Duration interval, Duration timeout) {
            pingInterval = interval;
            pingTimeout = timeout;
            return this;
        }

        /** What a message may have, in bytes; more is answered with close code 1009. Default 1,000,000. */
        public Builder maxPayload(int bytes) {
            maxPayload = bytes;
            return this;
        }

        /** From the handshake to {@code endpoint-ready}. Default none: both in one burst. */
        public Builder readyDelay(Duration value) {
            readyDelay = Objects.requireNonNull(value);
            return this;
        }

        /** How long it waits for an acknowledgement. Default 2 s. */
        public Builder ackTimeout(Duration value) {
            ackTimeout = Objects.requireNonNull(value);
            return this;
        }

        /**
         * How long what is pushed to a session without a connection is kept for its next one, and what was pushed and not
         * acknowledged when the connection went. Default none, as on many installations; Cognigy's is 120 s where it is on
         * (PROTOCOL §9). What is sent again may have been read before.
         */
        public Builder eventBuffer(Duration value) {
            eventBuffer = Objects.requireNonNull(value);
            return this;
        }

        /** The text's length in {@link FailAt#OVERSIZED_FRAME}. Default 8 MiB. */
        public Builder oversizedBytes(int value) {
            oversizedBytes = value;
            return this;
        }

        /** Entries the journal keeps of each kind; 0 for a benchmark. Default 10,000. */
        public Builder journalBound(int entries) {
            journalBound = entries;
            return this;
        }

        /** Event loops. Default 2. */
        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /** Speaks TLS with this context's key. Default plain. */
        public Builder tls(SSLContext value) {
            tls = value;
            return this;
        }

        /**
         * Binds the port; on return it takes connections.
         *
         * @throws IllegalStateException if the port is taken
         */
        public SimulatedEndpoint start() {
            return new SimulatedEndpoint(this);
        }

        private Settings settings() {
            return new Settings(
                    token,
                    bot,
                    onWrongToken,
                    basePath,
                    pingInterval,
                    pingTimeout,
                    maxPayload,
                    readyDelay,
                    ackTimeout,
                    eventBuffer,
                    oversizedBytes);
        }
    }
}
