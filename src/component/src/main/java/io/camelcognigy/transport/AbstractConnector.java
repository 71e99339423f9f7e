package io.camelcognigy.transport;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.ProtocolCodec;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What every transport does alike with its connections: it knows those that are not lost, and after its close none begins
 * any more. A transport adds how a connection is made.
 */
public abstract class AbstractConnector implements Connector {

    private final ProtocolCodec codec;
    private final Set<AbstractConnection> live = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    protected AbstractConnector(TransportSettings settings) {
        this.codec = new ProtocolCodec(settings.maxInboundBytes());
    }

    /** Makes a connection that has not begun to connect. From any thread; must not block. */
    protected abstract AbstractConnection newConnection(ConnectRequest request, ConnectionListener listener);

    /** Whether the transport can connect to a host that is written like that. */
    protected abstract boolean validHost(EndpointAddress address);

    /** Lets go of what all connections share. Called when they have been told to close; some may still be about it. */
    protected abstract void release();

    @Override
    public final Connection open(ConnectRequest request, ConnectionListener listener) {
        AbstractConnection connection = newConnection(request, listener);
        live.add(connection);
        // Only now: a close that came before did not see this connection, and one that comes later does.
        if (closed.get()) {
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CLOSED_BY_US, "the connector is closed", null);
        } else if (!validHost(request.address())) {
            connection.lost(Loss.Source.CLIENT, Loss.Reason.CONNECT_FAILED, "the host name is not valid", null);
        } else {
            connection.open();
        }
        return connection;
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            live.forEach(AbstractConnection::close);
            release();
        }
    }

    ProtocolCodec codec() {
        return codec;
    }

    void released(AbstractConnection connection) {
        live.remove(connection);
    }
}
