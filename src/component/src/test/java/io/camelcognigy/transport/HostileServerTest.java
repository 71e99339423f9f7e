package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever a server sends, its connection ends once, no other one does, nothing is thrown where nobody catches it, and no
 * memory is kept.
 *
 * <p>{@code -Dfuzz.frames=1000000} runs long, {@code -Dfuzz.seed} others; {@code -Dfuzz.only=n} runs connection n of a seed
 * alone.
 */
class HostileServerTest {

    private static final long SEED = Long.getLong("fuzz.seed", 4_711);
    private static final long FRAMES = Long.getLong("fuzz.frames", 15_000);
    private static final long ONLY = Long.getLong("fuzz.only", -1);
    private static final int AT_ONCE = 32;
    private static final int HONEST_EVERY = 10;
    private static final int WITNESSES = 4;
    private static final long MAX_GROWTH_BYTES = 32 << 20;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<Loss.Reason, Integer> reasons = new EnumMap<>(Loss.Reason.class);
    private final List<String> complaints = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void onlyTheOffendingConnectionIsClosed(FrameServer.Generation generation) throws Exception {
        AtomicReference<Throwable> escaped = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> escaped.set(error));
        ListAppender<ILoggingEvent> warnings = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        warnings.start();
        root.addAppender(warnings);
        TransportSettings settings = TransportSettings.defaults().withMaxInboundBytes(200_000);
        try (IoThreads threads = new IoThreads(2);
                HostileServer server = new HostileServer(generation, SEED);
                NettyConnector connector =
                        new NettyConnector(settings, ProtocolGeneration.valueOf(generation.name()), threads)) {
            List<Witness> witnesses = new ArrayList<>();
            for (int i = 0; i < WITNESSES; i++) {
                witnesses.add(new Witness("witness-" + i));
                connector.open(request(server, "witness-" + i), witnesses.get(i));
            }
            for (Witness witness : witnesses) {
                witness.ready.get(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS);
            }

            fuzz(server, connector);

            server.callWitnesses();
            for (Witness witness : witnesses) {
                await().atMost(LONG_ENOUGH).until(() -> witness.events.get() == 1);
                assertThat(witness.closed).isNotDone();
            }
            assertThat(server.faults).isEmpty();
        } finally {
            root.detachAppender(warnings);
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(complaints).as("with seed %d", SEED).isEmpty();
        assertThat(escaped).hasNullValue();
        assertThat(warnings.list)
                .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    private void fuzz(HostileServer server, NettyConnector connector) throws InterruptedException {
        long number = Math.max(ONLY, 0);
        long memoryAtFirst = 0;
        while (server.frames.get() < (ONLY < 0 ? FRAMES : 1)) {
            if (!places.tryAcquire(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("stuck before connection " + number + " of seed " + SEED);
            }
            boolean honest = number % HONEST_EVERY == 0 && ONLY < 0;
            String sessionId = (honest ? "honest-" : "fuzz-") + number++;
            connector.open(request(server, sessionId), new Victim(sessionId, honest));
            if (memoryAtFirst == 0 && server.frames.get() > FRAMES / 5) {
                memoryAtFirst = memory();
            }
        }
        if (!places.tryAcquire(AT_ONCE, LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("stuck at the end, after connection " + number + " of seed " + SEED);
        }
        places.release(AT_ONCE);
        long grown = memory() - memoryAtFirst;
        if (Boolean.getBoolean("fuzz.report")) {
            System.out.printf(
                    "%d connections, %d frames, seed %d, %d bytes grown, %s%n",
                    number, server.frames.get(), SEED, grown, reasons);
        }
        assertThat(grown).isLessThan(MAX_GROWTH_BYTES);
    }

    /** Java heap that is in use, and Netty's buffers. */
    private static long memory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long buffers = ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
        return runtime.totalMemory() - runtime.freeMemory() + buffers;
    }

    private static ConnectRequest request(HostileServer server, String sessionId) {
        EndpointAddress address = EndpointAddress.parse(server.endpointUrl());
        return new ConnectRequest(
                address,
                HandshakeMode.QUERY,
                new HandshakeParameters(address.urlToken(), "u-1", sessionId, false, true),
                LONG_ENOUGH,
                LONG_ENOUGH,
                OnReadyTimeout.FAIL);
    }

    private synchronized void complain(String sessionId, String complaint) {
        complaints.add(sessionId + ": " + complaint);
    }

    private synchronized void count(Loss.Reason reason) {
        reasons.merge(reason, 1, Integer::sum);
    }

    private static class Witness implements ConnectionListener {

        final CompletableFuture<Connection> ready = new CompletableFuture<>();
        final CompletableFuture<Loss> closed = new CompletableFuture<>();
        final AtomicInteger events = new AtomicInteger();
        final String sessionId;

        Witness(String sessionId) {
            this.sessionId = sessionId;
        }

        @Override
        public void onReady(Connection connection) {
            ready.complete(connection);
        }

        @Override
        public void onEvent(Connection connection, ServerEvent event, Ack ack, int size) {
            events.incrementAndGet();
            ack.acknowledge();
        }

        @Override
        public void onClosed(Connection connection, Loss loss) {
            closed.complete(loss);
        }
    }

    private final class Victim extends Witness {

        private final boolean honest;

        Victim(String sessionId, boolean honest) {
            super(sessionId);
            this.honest = honest;
        }

        @Override
        public void onEvent(Connection connection, ServerEvent event, Ack ack, int size) {
            if (closed.isDone()) {
                complain(sessionId, "an event after the end");
            }
            super.onEvent(connection, event, ack, size);
        }

        @Override
        public void onClosed(Connection connection, Loss loss) {
            if (closed.isDone()) {
                complain(sessionId, "a second end");
            }
            super.onClosed(connection, loss);
            if (honest
                    && (events.get() != HostileServer.HONEST_OUTPUTS
                            || !loss.detail().contains("1000"))) {
                complain(sessionId, events + " events, then " + loss);
            }
            if (loss.reason() == Loss.Reason.CONNECT_TIMEOUT || loss.reason() == Loss.Reason.NOT_READY) {
                complain(sessionId, "stuck: " + loss);
            }
            count(loss.reason());
            places.release();
        }
    }
}
