package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.Message;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.Loss.Reason;
import io.camelcognigy.transport.Loss.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The seam without a socket: records what the engine does, and gives the test the server's and the network's part. */
final class ScriptedConnector implements Connector {

    final List<Scripted> opened = new ArrayList<>();
    OptionalInt announced = OptionalInt.empty();
    Loss failsAtOnce;
    RuntimeException throwing;
    boolean closed;

    @Override
    public Scripted open(ConnectRequest request, ConnectionListener listener) {
        if (throwing != null) {
            throw throwing;
        }
        Scripted connection = new Scripted(request, listener);
        opened.add(connection);
        if (failsAtOnce != null) {
            connection.lost(failsAtOnce);
        }
        return connection;
    }

    Scripted last() {
        return opened.get(opened.size() - 1);
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(opened).forEach(Scripted::close);
    }

    static Loss cut() {
        return new Loss(Source.NETWORK, Reason.TRANSPORT_CLOSED, true, "cut by the test", null);
    }

    static Loss refused() {
        return new Loss(Source.SERVER, Reason.REFUSED, false, "the server said no", null);
    }

    static Loss unreachable() {
        return new Loss(Source.NETWORK, Reason.CONNECT_FAILED, false, "connection refused", null);
    }

    static ServerEvent output(String text) {
        return new ServerEvent.Output(new Message(text, null, null, "bot", false, Map.of("text", text)));
    }

    static ServerEvent finalPing() {
        return new ServerEvent.FinalPing("regular");
    }

    static ServerEvent error(String code) {
        return new ServerEvent.ErrorOutput(new ServerEvent.EndpointError("failed", code, Map.of()));
    }

    static ServerEvent exception(String code) {
        return new ServerEvent.EndpointException(new ServerEvent.EndpointError("failed", code, Map.of()));
    }

    /** One attempt, seen from the other end. */
    final class Scripted implements Connection {

        final ConnectRequest request;
        final List<String> sent = new ArrayList<>();
        int closeCalls;
        boolean reading = true;
        private final ConnectionListener listener;
        private boolean ready;
        private boolean gone;

        private Scripted(ConnectRequest request, ConnectionListener listener) {
            this.request = request;
            this.listener = listener;
        }

        Scripted ready() {
            ready = true;
            listener.onReady(this);
            return this;
        }

        TestAck event(ServerEvent event) {
            return event(event, 1);
        }

        TestAck event(ServerEvent event, int size) {
            TestAck ack = new TestAck();
            listener.onEvent(this, event, ack, size);
            return ack;
        }

        /** An output of that size on the wire. */
        TestAck output(String text, int size) {
            return event(ScriptedConnector.output(text), size);
        }

        TestAck output(String text) {
            return event(ScriptedConnector.output(text));
        }

        TestAck finalPing() {
            return event(ScriptedConnector.finalPing());
        }

        void lost(Loss loss) {
            if (!gone) {
                gone = true;
                listener.onClosed(this, loss);
            }
        }

        void cut() {
            lost(ScriptedConnector.cut());
        }

        /** What a connection does that the engine has left behind. */
        void haunt() {
            listener.onReady(this);
            listener.onEvent(this, ScriptedConnector.output("late"), new TestAck(), 1);
            listener.onEvent(this, ScriptedConnector.error("late"), new TestAck(), 1);
            listener.onEvent(this, ScriptedConnector.finalPing(), new TestAck(), 1);
            listener.onClosed(this, ScriptedConnector.cut());
        }

        ConnectionListener listener() {
            return listener;
        }

        int closes() {
            return closeCalls;
        }

        /** The inputs that were written, without what else was sent. */
        int inputs() {
            return (int)
                    sent.stream().filter(json -> json.contains("processInput")).count();
        }

        @Override
        public void send(EncodedEvent event) {
            if (!ready) {
                throw new AssertionError("written before endpoint-ready of this connection: " + event.name());
            }
            if (!gone) {
                sent.add(event.json());
            }
        }

        @Override
        public void reading(boolean on) {
            reading = on;
        }

        @Override
        public OptionalInt maxPayload() {
            return announced;
        }

        @Override
        public void close() {
            closeCalls++;
            lost(new Loss(Source.CLIENT, Reason.CLOSED_BY_US, ready, null, null));
        }
    }

    static final class TestAck implements Ack {

        int calls;

        @Override
        public boolean requested() {
            return true;
        }

        @Override
        public void acknowledge() {
            calls++;
        }

        boolean acknowledged() {
            return calls == 1;
        }
    }
}
