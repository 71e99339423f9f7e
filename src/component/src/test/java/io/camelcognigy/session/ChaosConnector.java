package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers and networks in a bad mood: everything that may happen happens, at any moment, on several threads. */
final class ChaosConnector implements Connector {

    private static final Pattern MARK = Pattern.compile("mark-\\d+");

    /** The texts of all inputs that were written. */
    final Set<String> written = ConcurrentHashMap.newKeySet();

    final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Set<Chaotic> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads;
    private final Random random;

    ChaosConnector(ScheduledExecutorService threads, Random random) {
        this.threads = threads;
        this.random = random;
    }

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        Chaotic connection = new Chaotic(listener);
        open.add(connection);
        switch (random.nextInt(10)) {
            case 0 -> connection.lose(Reason.CONNECT_FAILED, Source.NETWORK);
            case 1 -> connection.later(() -> connection.lose(Reason.REFUSED, Source.SERVER));
            case 2 -> connection.becomeReady();
            default -> connection.later(connection::becomeReady);
        }
        return connection;
    }

    @Override
    public void close() {
        open.forEach(Connection::close);
    }

    private final class Chaotic implements Connection {

        private final ConnectionListener listener;
        /** One call of the listener at a time, as the seam promises. */
        private final SerialExecutor calls = new SerialExecutor();

        private volatile boolean ready;
        private boolean gone;

        private Chaotic(ConnectionListener listener) {
            this.listener = listener;
        }

        private void becomeReady() {
            calls.execute(() -> {
                if (!gone) {
                    ready = true;
                    listener.onReady(this);
                }
            });
        }

        @Override
        public void send(EncodedEvent event) {
            if (!ready) {
                faults.add("written before readiness");
            }
            Matcher mark = MARK.matcher(event.json());
            if (!mark.find()) {
                return;
            }
            if (!written.add(mark.group())) {
                faults.add("written twice: " + mark.group());
            }
            switch (random.nextInt(12)) {
                case 0 -> {}
                case 1 -> later(() -> lose(Reason.TRANSPORT_CLOSED, Source.NETWORK));
                case 2 -> lose(Reason.SERVER_DISCONNECT, Source.SERVER);
                case 3 -> later(() -> event(ScriptedConnector.error("E")));
                case 4 -> {
                    later(() -> event(ScriptedConnector.exception(null)));
                    later(this::ping);
                }
                case 5 -> ping();
                case 6 -> {
                    later(this::ping);
                    later(this::ping);
                }
                case 7 -> {
                    later(this::output);
                    later(() -> lose(Reason.PING_TIMEOUT, Source.NETWORK));
                }
                default -> {
                    output();
                    later(this::output);
                    later(this::ping);
                }
            }
        }

        private void output() {
            event(ScriptedConnector.output("answer"));
        }

        private void ping() {
            event(ScriptedConnector.finalPing());
        }

        private void event(ServerEvent event) {
            calls.execute(() -> {
                if (!gone) {
                    listener.onEvent(this, event, Ack.NONE, 1);
                }
            });
        }

        private void lose(Reason reason, Source source) {
            calls.execute(() -> {
                if (!gone) {
                    gone = true;
                    open.remove(this);
                    listener.onClosed(this, new Loss(source, reason, ready, null, null));
                }
            });
        }

        private void later(Runnable what) {
            threads.schedule(what, random.nextInt(3_000), TimeUnit.MICROSECONDS);
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public OptionalInt maxPayload() {
            return OptionalInt.empty();
        }

        @Override
        public void close() {
            lose(Reason.CLOSED_BY_US, Source.CLIENT);
        }
    }
}
