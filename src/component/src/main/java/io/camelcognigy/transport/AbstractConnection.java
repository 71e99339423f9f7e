package io.camelcognigy.transport;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.protocol.SocketIoPacket;
import io.netty.util.concurrent.EventExecutor;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every transport does alike once packets come in: the opening steps, events and their acknowledgements, and one
 * loss. A transport adds how packets get in and out.
 *
 * <p>The public methods that {@link Connection} does not have are for the transport, which reports by them what it sees.
 *
 * <p>A connection lives on one event loop: packets, timeouts and losses are handled there, and so are all calls of its
 * listener. That makes them one at a time and in the order of the wire without any lock.
 */
public abstract class AbstractConnection implements Connection {

    private static final Logger LOG = LoggerFactory.getLogger(AbstractConnection.class);

    private static final String EMPTY_ARRAY = "[]";
    private static final int NOT_ANNOUNCED = -1;

    private final ConnectRequest request;
    private final ConnectionListener listener;
    private final AbstractConnector connector;
    private final EventExecutor loop;
    private final Opening opening;
    private volatile int maxPayload = NOT_ANNOUNCED;

    protected AbstractConnection(
            ConnectRequest request, ConnectionListener listener, AbstractConnector connector, EventExecutor loop) {
        this.request = request;
        this.listener = listener;
        this.connector = connector;
        this.loop = loop;
        this.opening = new Opening(request, loop, new OpeningOutcome());
    }

    /** Begins to connect. Called once, on the event loop; must not block. */
    protected abstract void dial();

    /** Writes an event or acknowledgement, from any thread, without blocking. On a lost connection it does nothing. */
    protected abstract void write(SocketIoPacket packet);

    /** Lets go of the socket and all that belongs to it. Called once, on the event loop, after the loss is certain. */
    protected abstract void release(Loss loss);

    /** As {@link #reading}, on the event loop and before any loss. */
    protected abstract void read(boolean on);

    protected final ProtocolCodec codec() {
        return connector.codec();
    }

    /** Begins the attempt. From any thread; after a loss it does nothing. */
    public final void open() {
        onLoop(() -> {
            if (!over()) {
                opening.begin();
                dial();
            }
        });
    }

    /** The server has told what it takes per message. On the event loop. */
    public final void announced(int maxPayloadBytes) {
        maxPayload = maxPayloadBytes;
    }

    /** The server has accepted the Socket.IO connection. On the event loop. */
    public final void connected() {
        opening.reached(Opening.Step.CONNECTED);
    }

    /** Takes a packet other than CONNECT. On the event loop. */
    public final void received(SocketIoPacket packet) {
        if (over() || !SocketIoPacket.MAIN_NAMESPACE.equals(packet.namespace())) {
            return;
        }
        switch (packet.type()) {
            case EVENT -> event(packet);
            case DISCONNECT -> {
                boolean ready = opening.state() == Opening.State.READY;
                Loss.Reason reason = ready ? Loss.Reason.SERVER_DISCONNECT : Loss.Reason.REFUSED;
                lost(Loss.Source.SERVER, reason, "the server disconnected", null);
            }
            case CONNECT_ERROR ->
                lost(Loss.Source.SERVER, Loss.Reason.REFUSED, "the server refused the connection", null);
            // We ask for no acknowledgements, and binary packets are not part of this protocol (PROTOCOL §15).
            default -> LOG.debug("ignored a packet of type {}", packet.type());
        }
    }

    /** What came is not the protocol. From any thread. */
    public final void malformed(MalformedFrameException e) {
        lost(Loss.Source.CLIENT, Loss.Reason.PROTOCOL_ERROR, e.getMessage(), e);
    }

    /** The connection is gone, or never came up. From any thread; only the first cause counts. */
    public final void lost(Loss.Source source, Loss.Reason reason, String detail, Throwable cause) {
        onLoop(() -> {
            Opening.State before = opening.end();
            if (before != Opening.State.OVER) {
                Loss loss = new Loss(source, reason, before == Opening.State.READY, detail, cause);
                release(loss);
                connector.released(this);
                call(() -> listener.onClosed(this, loss));
            }
        });
    }

    /** Whether the loss has been told. From any thread. */
    public final boolean over() {
        return opening.state() == Opening.State.OVER;
    }

    @Override
    public final void send(EncodedEvent event) {
        switch (opening.state()) {
            case OPENING -> throw new IllegalStateException("the connection is not ready yet");
            case READY -> write(SocketIoPacket.event(event.json()));
            case OVER -> LOG.debug("{} not sent: the connection is lost", event);
        }
    }

    @Override
    public final OptionalInt maxPayload() {
        int announced = maxPayload;
        return announced == NOT_ANNOUNCED ? OptionalInt.empty() : OptionalInt.of(announced);
    }

    @Override
    public final void reading(boolean on) {
        onLoop(() -> {
            if (!over()) {
                read(on);
            }
        });
    }

    @Override
    public final void close() {
        // Never in place: a listener that closes inside a callback gets its onClosed after that callback, not within.
        later(() -> lost(Loss.Source.CLIENT, Loss.Reason.CLOSED_BY_US, "closed by us", null));
    }

    private void event(SocketIoPacket packet) {
        ServerEvent event;
        try {
            event = codec().decodeEvent(packet.payload());
        } catch (MalformedFrameException e) {
            malformed(e);
            return;
        }
        int size = packet.payload().length();
        Ack ack = packet.ackId() == null ? Ack.NONE : new PacketAck(packet.ackId());
        if (event instanceof ServerEvent.HandshakeRequest) {
            answerHandshake(packet.ackId());
        } else if (event instanceof ServerEvent.EndpointReady) {
            ack.acknowledge();
            opening.reached(Opening.Step.ENDPOINT_READY);
        } else if (event instanceof ServerEvent.EndpointException && opening.state() == Opening.State.OPENING) {
            lost(Loss.Source.SERVER, Loss.Reason.REFUSED, "the server answered with an exception", null);
        } else if (event instanceof ServerEvent.Unknown) {
            ack.acknowledge();
            call(() -> listener.onEvent(this, event, Ack.NONE, size));
        } else {
            call(() -> listener.onEvent(this, event, ack, size));
        }
    }

    private void answerHandshake(String ackId) {
        if (ackId == null) {
            malformed(new MalformedFrameException("the handshake event asks for no answer"));
            return;
        }
        write(SocketIoPacket.ack(ackId, "[" + codec().handshakeReply(request.parameters()) + "]"));
        opening.reached(Opening.Step.HANDSHAKE_ANSWERED);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            later(task);
        }
    }

    private void later(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The connector was closed at this very moment: nothing else runs there any more, so here is as good.
            task.run();
        }
    }

    /** A listener that throws breaks a promise, but must not take the connection, or its neighbours, with it. */
    private void call(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("the listener of a connection threw {}", e.getClass().getName());
            LOG.trace("the listener of a connection threw", e);
        }
    }

    private final class OpeningOutcome implements Opening.Outcome {

        @Override
        public void opened() {
            call(() -> listener.onReady(AbstractConnection.this));
        }

        @Override
        public void timedOut(Loss.Reason reason, String detail) {
            lost(Loss.Source.CLIENT, reason, detail, null);
        }
    }

    /** Echoes an event's id once, with an empty array (PROTOCOL §9). */
    private final class PacketAck implements Ack {

        private final String id;
        private final AtomicBoolean done = new AtomicBoolean();

        PacketAck(String id) {
            this.id = id;
        }

        @Override
        public boolean requested() {
            return true;
        }

        @Override
        public void acknowledge() {
            if (done.compareAndSet(false, true) && !over()) {
                write(SocketIoPacket.ack(id, EMPTY_ARRAY));
            }
        }
    }
}
