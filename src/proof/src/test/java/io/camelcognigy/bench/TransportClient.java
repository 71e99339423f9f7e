package io.camelcognigy.bench;

import io.camelcognigy.AgentConfiguration.TransportName;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.ServerEvent;
import io.camelcognigy.transport.Ack;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.Connection;
import io.camelcognigy.transport.ConnectionListener;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.Loss;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.Tls;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import io.camelcognigy.transport.socketio.SocketIoConnector;
import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A transport and the codec, without session engine and Camel: what is above it costs the difference. */
final class TransportClient implements Client {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Script script;
    private final List<EndpointAddress> addresses;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final IoThreads threads = new IoThreads(IoThreads.enough());
    private final Connector connector;
    private final List<Conversation> conversations = new ArrayList<>();

    TransportClient(ClientKind kind, List<String> endpointUrls, TransportName transport, Tls tls) {
        this.addresses = endpointUrls.stream().map(EndpointAddress::parse).toList();
        this.script = new Script(kind.label());
        TransportSettings settings = TransportSettings.defaults().withTls(tls);
        this.connector = switch (transport) {
            case NETTY -> new NettyConnector(settings, ProtocolGeneration.V4, threads);
            case SOCKETIO -> new SocketIoConnector(settings, threads);
        };
    }

    @Override
    public void open(int wanted) throws Exception {
        int known = conversations.size();
        Openings openings = new Openings();
        for (int session = known; session < wanted; session++) {
            openings.begin();
            Conversation conversation = new Conversation(session);
            conversations.add(conversation);
            connector.open(request(session), conversation);
            openings.add(conversation.ready);
        }
        openings.await();
    }

    private EndpointAddress address(int session) {
        return addresses.get(session % addresses.size());
    }

    private ConnectRequest request(int session) {
        EndpointAddress address = address(session);
        return new ConnectRequest(
                address,
                HandshakeMode.QUERY,
                script.handshake(address, session),
                TIMEOUT,
                TIMEOUT,
                OnReadyTimeout.FAIL);
    }

    @Override
    public void turn(int session, Done done) {
        conversations.get(session).turn(done);
    }

    @Override
    public void close() {
        connector.close();
        threads.close();
    }

    private final class Conversation implements ConnectionListener {

        private final int session;
        private final CompletableFuture<Connection> ready = new CompletableFuture<>();
        private volatile Done done;
        private int outputs;

        Conversation(int session) {
            this.session = session;
        }

        void turn(Done whenOver) {
            done = whenOver;
            ready.join().send(codec.encode(script.input(address(session), session)));
        }

        @Override
        public void onReady(Connection connection) {
            ready.complete(connection);
        }

        @Override
        public void onEvent(Connection connection, ServerEvent event, Ack ack, int size) {
            if (ack.requested()) {
                ack.acknowledge();
            }
            if (event instanceof ServerEvent.Output output) {
                outputs += Script.TEXT.equals(output.message().text()) ? 1 : 0;
            } else if (event instanceof ServerEvent.FinalPing) {
                int right = outputs;
                outputs = 0;
                over(right == 1 ? null : new IllegalStateException(right + " right outputs instead of one"));
            }
        }

        @Override
        public void onClosed(Connection connection, Loss loss) {
            EOFException cause = new EOFException(loss.toString());
            ready.completeExceptionally(cause);
            over(cause);
        }

        private void over(Throwable failure) {
            Done waiting = done;
            done = null;
            if (waiting != null) {
                waiting.over(failure);
            }
        }
    }
}
