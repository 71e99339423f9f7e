package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.HandshakeParameters;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.dial.IoThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What all contracts of the seam have in common: a connector, and after each test the promises that hold whatever
 * happened: every connection told its end, once, as the last thing, and never two things at a time.
 */
@Timeout(60)
abstract class TransportContract {

    static final Duration SOON = Duration.ofSeconds(5);
    static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofSeconds(10);

    private final ProtocolCodec codec = new ProtocolCodec();
    private IoThreads threads;
    private final List<RecordingListener> listeners = new ArrayList<>();
    private Connector connector;

    /** The transport under test. */
    abstract Connector connector(TransportSettings settings, IoThreads threads);

    @AfterEach
    final void everyConnectionToldItsEndExactlyOnceAndNeverTwoThingsAtATime() {
        if (connector != null) {
            connector.close();
        }
        for (RecordingListener listener : listeners) {
            listener.awaitClosed();
            assertThat(listener.brokenPromises).isEmpty();
            assertThat(listener.losses).hasSize(1);
        }
        if (threads != null) {
            threads.close();
        }
    }

    final void connectorWith(TransportSettings settings) {
        threads = new IoThreads(IoThreads.enough());
        connector = connector(settings, threads);
    }

    /** With its threads. */
    final void closeConnector() {
        connector.close();
        threads.close();
    }

    final RecordingListener open(ConnectRequest request) {
        RecordingListener listener = new RecordingListener();
        open(request, listener);
        return listener;
    }

    final Connection open(ConnectRequest request, RecordingListener listener) {
        if (connector == null) {
            connectorWith(TransportSettings.defaults());
        }
        listeners.add(listener);
        return connector.open(request, listener);
    }

    final ConnectRequest request(String endpointUrl, HandshakeMode mode, String sessionId, String userId) {
        return request(endpointUrl, mode, sessionId, userId, LONG, LONG, OnReadyTimeout.FAIL);
    }

    /** Patient until it is connected: real servers take their time on a busy machine. */
    final ConnectRequest impatientOnceConnected(String endpointUrl, HandshakeMode mode, OnReadyTimeout onReadyTimeout) {
        return request(endpointUrl, mode, "s-1", "u-1", LONG, SHORT, onReadyTimeout);
    }

    final ConnectRequest impatient(String endpointUrl, HandshakeMode mode, OnReadyTimeout onReadyTimeout) {
        return request(endpointUrl, mode, "s-1", "u-1", SHORT, SHORT, onReadyTimeout);
    }

    final EncodedEvent input(ConnectRequest request, String text) {
        HandshakeParameters parameters = request.parameters();
        return codec.encode(new ProcessInput(
                parameters.urlToken(), parameters.userId(), parameters.sessionId(), "camel", null, false, text, null));
    }

    private static ConnectRequest request(
            String endpointUrl,
            HandshakeMode mode,
            String sessionId,
            String userId,
            Duration connectTimeout,
            Duration readyTimeout,
            OnReadyTimeout onReadyTimeout) {
        EndpointAddress address = EndpointAddress.parse(endpointUrl);
        HandshakeParameters parameters = new HandshakeParameters(address.urlToken(), userId, sessionId, false, true);
        return new ConnectRequest(address, mode, parameters, connectTimeout, readyTimeout, onReadyTimeout);
    }
}
