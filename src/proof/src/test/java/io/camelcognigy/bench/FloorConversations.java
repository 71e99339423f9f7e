package io.camelcognigy.bench;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProcessInput;
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
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What every floor has of the chat: the transport and the codec, one connection for each key, one turn of a key at a time,
 * in order. No bounds, no time-outs, no reconnects.
 */
final class FloorConversations {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final EndpointAddress address;
    private final Consumer<Throwable> lost;
    private final ProtocolCodec codec = new ProtocolCodec();
    private final Connector connector =
            new NettyConnector(TransportSettings.defaults(), ProtocolGeneration.V4, new IoThreads(IoThreads.enough()));
    private final Map<String, Conversation> conversations = new HashMap<>();

    /** @param lost told why a connection is gone */
    FloorConversations(String endpointUrl, Consumer<Throwable> lost) {
        this.address = EndpointAddress.parse(endpointUrl);
        this.lost = lost;
    }

    /**
     * Says something as soon as what the key said before is answered. To be called by one thread.
     *
     * @param answered gets the bot's text, on an event loop
     */
    void ask(String key, String text, Consumer<String> answered) {
        conversations.computeIfAbsent(key, Conversation::new).say(new Input(text, answered));
    }

    private record Input(String text, Consumer<String> answered) {}

    private final class Conversation implements ConnectionListener {

        private final String key;
        private final Deque<Input> waiting = new ArrayDeque<>();
        private Connection connection;
        private Input asked;
        private String answer;

        Conversation(String key) {
            this.key = key;
            connector.open(
                    new ConnectRequest(
                            address,
                            HandshakeMode.QUERY,
                            new HandshakeParameters(address.urlToken(), key, key, false, true),
                            TIMEOUT,
                            TIMEOUT,
                            OnReadyTimeout.FAIL),
                    this);
        }

        synchronized void say(Input input) {
            waiting.add(input);
            next();
        }

        private void next() {
            if (connection != null && asked == null && !waiting.isEmpty()) {
                asked = waiting.poll();
                connection.send(codec.encode(
                        new ProcessInput(address.urlToken(), key, key, "camel", null, false, asked.text, null)));
            }
        }

        @Override
        public synchronized void onReady(Connection ready) {
            connection = ready;
            next();
        }

        @Override
        public synchronized void onEvent(Connection from, ServerEvent event, Ack ack, int size) {
            if (ack.requested()) {
                ack.acknowledge();
            }
            if (event instanceof ServerEvent.Output output) {
                answer = output.message().text();
            } else if (event instanceof ServerEvent.FinalPing) {
                Input over = asked;
                asked = null;
                over.answered.accept(answer);
                next();
            }
        }

        @Override
        public void onClosed(Connection closed, Loss loss) {
            lost.accept(new IllegalStateException(loss.toString()));
        }
    }
}
