package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.SocketIoPacket;
import io.camelcognigy.transport.AbstractConnection;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.dial.Dialer;
import io.camelcognigy.transport.dial.Failures;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: Engine.IO packets on a WebSocket, in either generation (PROTOCOL §15). Confined to its event loop, but
 * for {@link #write} and what {@link AbstractConnection} says of its own methods.
 *
 * <p>Where the generation is left open and the server turns out to speak the other one, the connection dials once more.
 */
final class NettyConnection extends AbstractConnection
        implements Dialer.Caller, WebSocketChannel.Owner, Heartbeats.Member {

    private static final Logger LOG = LoggerFactory.getLogger(NettyConnection.class);

    private static final String PING = "2";
    private static final String PONG = "3";
    private static final String MESSAGE = "4";
    private static final String CONNECT = "40";
    private static final String DISCONNECT = "41";
    private static final int BAD_REQUEST = 400;

    private final ConnectRequest request;
    private final NettyConnector connector;
    private final LoopServices services;
    private Generation generation;
    private boolean dialledAgain;
    private WebSocketChannel socket;
    private boolean accepted;
    private ServerTerms terms;
    private long lastPacketNanos;
    private long nextPingNanos;
    private boolean paused;
    private int heartbeatIndex = -1;

    NettyConnection(
            ConnectRequest request, ConnectionListener listener, NettyConnector connector, LoopServices services) {
        super(request, listener, connector, services.loop());
        this.request = request;
        this.connector = connector;
        this.services = services;
    }

    @Override
    protected void dial() {
        generation = connector.generations().current();
        connector.dialer().dial(Target.destination(request.address()), services.loop(), this);
    }

    @Override
    protected void write(SocketIoPacket packet) {
        if (services.loop().inEventLoop()) {
            writeNow(packet);
        } else {
            services.writes().add(() -> writeNow(packet));
        }
    }

    @Override
    protected void read(boolean on) {
        if (socket == null || terms == null || paused != on) {
            return;
        }
        paused = !on;
        lastPacketNanos = System.nanoTime();
        nextPingNanos = lastPacketNanos;
        services.heartbeats().changed(this);
        socket.reading(on);
    }

    @Override
    protected void release(Loss loss) {
        services.heartbeats().remove(this);
        WebSocketChannel last = socket;
        socket = null;
        if (last != null) {
            if (loss.source() == Loss.Source.NETWORK) {
                last.cut();
            } else if (loss.reason() == Loss.Reason.PROTOCOL_ERROR) {
                last.abort(WebSocketCloseStatus.PROTOCOL_ERROR);
            } else {
                if (accepted && loss.source() == Loss.Source.CLIENT) {
                    last.write(DISCONNECT);
                }
                last.close(WebSocketCloseStatus.NORMAL_CLOSURE);
            }
        }
    }

    private void writeNow(SocketIoPacket packet) {
        if (socket != null) {
            socket.write(MESSAGE, packet.head(), packet.payload());
        }
    }

    @Override
    public boolean hungUp() {
        return over();
    }

    @Override
    public void equip(ChannelPipeline pipeline) {
        String path = Target.path(request, codec(), generation);
        socket = new WebSocketChannel(
                Target.authority(request.address()),
                path,
                connector.requestHeaders(),
                connector.maxInboundBytes(),
                services.writes(),
                this);
        pipeline.addLast(socket);
    }

    @Override
    public void trying(Channel channel) {
        if (over()) {
            channel.close();
        }
    }

    @Override
    public void unreachable(Throwable cause) {
        lost(Loss.Source.NETWORK, Loss.Reason.CONNECT_FAILED, Failures.describe(cause), cause);
    }

    @Override
    public void opened(WebSocketChannel from) {
        lastPacketNanos = System.nanoTime();
    }

    @Override
    public void text(WebSocketChannel from, String text) {
        if (from != socket) {
            return;
        }
        lastPacketNanos = System.nanoTime();
        try {
            packet(text);
        } catch (MalformedFrameException e) {
            malformed(e);
        }
    }

    @Override
    public void binary(WebSocketChannel from, int bytes) {
        LOG.debug("ignored a binary message of {} bytes", bytes);
    }

    @Override
    public void closed(WebSocketChannel from, int code) {
        if (from == socket) {
            boolean tooLarge = code == WebSocketCloseStatus.MESSAGE_TOO_BIG.code();
            lost(
                    Loss.Source.SERVER,
                    tooLarge ? Loss.Reason.FRAME_TOO_LARGE : Loss.Reason.TRANSPORT_CLOSED,
                    "the server closed the WebSocket with code " + code,
                    null);
        }
    }

    @Override
    public void refused(WebSocketChannel from, Upgrade.RefusedException refusal) {
        if (from == socket && !(refusal.status() == BAD_REQUEST && dialAgain())) {
            lost(Loss.Source.SERVER, Loss.Reason.CONNECT_FAILED, refusal.getMessage(), refusal);
        }
    }

    @Override
    public void failed(WebSocketChannel from, boolean wasOpen, Throwable cause) {
        // During the attempt itself the dialer may have more addresses, and tells if it has not.
        if (from != socket || !wasOpen && !from.requested()) {
            return;
        }
        if (wasOpen && terms == null && generation == Generation.V3 && cause instanceof CodecException) {
            // It has answered with HTTP status 400 after the upgrade.
            if (!dialAgain()) {
                malformed(new MalformedFrameException("the server does not speak Engine.IO 3: protocol v4 or auto"));
            }
            return;
        }
        Loss.Reason reason = wasOpen ? Failures.reason(cause) : Loss.Reason.CONNECT_FAILED;
        Loss.Source source = Failures.endedByUs(reason) ? Loss.Source.CLIENT : Loss.Source.NETWORK;
        lost(source, reason, Failures.describe(cause), cause);
    }

    @Override
    public long beat(long now) {
        if (paused) {
            // What the server sends lies unread. That we are still here, it is told unasked.
            lastPacketNanos = now;
        }
        long allowed = terms.pingIntervalNanos() + terms.pingTimeoutNanos();
        long silence = now - lastPacketNanos;
        if (silence >= allowed) {
            lost(Loss.Source.NETWORK, Loss.Reason.PING_TIMEOUT, "no heartbeat from the server", null);
            return Long.MAX_VALUE;
        }
        long left = allowed - silence;
        if (!generation.clientPings() && !paused) {
            return left;
        }
        if (now - nextPingNanos >= 0) {
            writeEngine(generation.clientPings() ? PING : PONG);
            nextPingNanos = now + terms.pingIntervalNanos();
        }
        return Math.min(left, nextPingNanos - now);
    }

    @Override
    public int index() {
        return heartbeatIndex;
    }

    @Override
    public void index(int index) {
        heartbeatIndex = index;
    }

    private void packet(String text) throws MalformedFrameException {
        char type = text.isEmpty() ? '-' : text.charAt(0);
        if (terms == null && type != '0') {
            throw new MalformedFrameException("no Engine.IO opening");
        }
        switch (type) {
            case '0' -> open(ServerTerms.read(codec(), text.substring(1)));
            case '1' ->
                lost(
                        Loss.Source.SERVER,
                        Loss.Reason.TRANSPORT_CLOSED,
                        "the server ended the Engine.IO connection",
                        null);
            case '2' -> writeEngine(PONG);
            case '3', '5', '6' -> LOG.debug("ignored an Engine.IO packet that this side has no use for");
            case '4' -> message(SocketIoPacket.parse(text, 1));
            default -> throw new MalformedFrameException("not an Engine.IO packet");
        }
    }

    private void open(ServerTerms opening) throws MalformedFrameException {
        if (terms != null) {
            throw new MalformedFrameException("a second Engine.IO opening");
        }
        terms = opening;
        opening.maxPayload().ifPresent(this::announced);
        if (generation.clientAsksToConnect()) {
            writeEngine(CONNECT);
        }
        // The first ping anywhere within the interval: connections that opened together do not ping together.
        nextPingNanos = lastPacketNanos + ThreadLocalRandom.current().nextLong(opening.pingIntervalNanos()) + 1;
        services.heartbeats().add(this);
    }

    private void writeEngine(String packet) {
        if (socket != null) {
            socket.write(packet);
        }
    }

    private void message(SocketIoPacket packet) throws MalformedFrameException {
        if (packet.type() != SocketIoPacket.Type.CONNECT) {
            received(packet);
        } else if (SocketIoPacket.MAIN_NAMESPACE.equals(packet.namespace())) {
            connect(packet.payload());
        }
    }

    private void connect(String reply) throws MalformedFrameException {
        if (reply == null && generation == Generation.V4) {
            // A Socket.IO 2 server accepts by itself and gives no id (PROTOCOL §3).
            if (!dialAgain()) {
                throw new MalformedFrameException("the server speaks Socket.IO 2 (Engine.IO 3): protocol v3 or auto");
            }
            return;
        }
        if (reply != null && !hasId(reply)) {
            throw new MalformedFrameException("a Socket.IO connection without an id");
        }
        accepted = true;
        connector.generations().accepted(generation);
        connected();
    }

    private boolean hasId(String reply) throws MalformedFrameException {
        return codec().parse(reply) instanceof Map<?, ?> fields && fields.get("sid") instanceof String;
    }

    /** In the other generation; false if this one was asked for, or both have been tried. */
    private boolean dialAgain() {
        if (dialledAgain || over() || !connector.generations().open()) {
            return false;
        }
        dialledAgain = true;
        generation = generation.other();
        services.heartbeats().remove(this);
        WebSocketChannel old = socket;
        socket = null;
        terms = null;
        old.close(WebSocketCloseStatus.NORMAL_CLOSURE);
        connector.dialer().dial(Target.destination(request.address()), services.loop(), this);
        return true;
    }
}
