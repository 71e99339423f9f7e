package io.camelcognigy;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.Secret;
import io.camelcognigy.session.AgentSettings;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.Backoff;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import io.camelcognigy.transport.socketio.SocketIoConnector;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/** The options of one agent, read once, as settings of the engine and of the transport. */
record AgentDefinition(String agent, CognigyConfiguration options) {

    /** More is a mistake, and would overflow the clock's nanoseconds before long. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** @throws IllegalArgumentException naming the option that is missing or wrong */
    AgentSettings settings() {
        positive("maxSessions", options.getMaxSessions());
        positive("maxQueuedTurnsPerSession", options.getMaxQueuedTurnsPerSession());
        positive("maxQueuedTurns", options.getMaxQueuedTurns());
        positive("maxUnroutedEvents", options.getMaxUnroutedEvents());
        positive("maxUnroutedBytes", options.getMaxUnroutedBytes());
        positive("connectConcurrency", options.getConnectConcurrency());
        if (!(options.getConnectRate() > 0)) {
            throw new IllegalArgumentException("connectRate must be greater than 0");
        }
        positive("connectTimeout", options.getConnectTimeout());
        positive("readyTimeout", options.getReadyTimeout());
        positive("reconnectStablePeriod", options.getReconnectStablePeriod());
        positive("resyncTimeout", options.getResyncTimeout());
        positive("sessionIdleTimeout", options.getSessionIdleTimeout());
        positive("singleInputIdleTimeout", options.getSingleInputIdleTimeout());
        Connecting connecting = new Connecting(
                address(),
                options.getHandshake(),
                options.isTestMode(),
                options.getConnectTimeout(),
                options.getReadyTimeout(),
                options.getOnReadyTimeout(),
                options.getConnectRate(),
                options.getConnectConcurrency());
        Reconnecting reconnecting = new Reconnecting(
                new Backoff(options.getReconnectDelay(), options.getReconnectMaxDelay()),
                options.getReconnectStablePeriod(),
                options.getResyncTimeout());
        Bounds bounds = new Bounds(
                options.getMaxSessions(),
                options.getSessionIdleTimeout(),
                options.getSingleInputIdleTimeout(),
                options.getMaxQueuedTurnsPerSession(),
                options.getMaxQueuedTurns(),
                options.getMaxUnroutedEvents(),
                options.getMaxUnroutedBytes(),
                maxPayload());
        return new AgentSettings(agent, connecting, reconnecting, bounds);
    }

    /** The TLS part is added by the component, which has the Camel context for it. */
    TransportSettings transport() {
        TransportSettings settings = TransportSettings.defaults();
        if (options.getProxyHost() == null) {
            return settings;
        }
        if (options.getProxyPort() == null) {
            throw new IllegalArgumentException("proxyHost needs proxyPort");
        }
        Secret password = options.getProxyPassword() == null ? null : Secret.of(options.getProxyPassword());
        return settings.withProxy(new TransportSettings.Proxy(
                options.getProxyType(),
                options.getProxyHost(),
                options.getProxyPort(),
                options.getProxyUser(),
                password));
    }

    /** @throws IllegalArgumentException if the transport does not speak the protocol */
    Connector connector(TransportSettings settings, IoThreads threads) {
        return switch (options.getTransport()) {
            case NETTY -> new NettyConnector(settings, options.getProtocol(), threads);
            case SOCKETIO -> {
                if (options.getProtocol() != ProtocolGeneration.V4) {
                    throw new IllegalArgumentException("protocol="
                            + options.getProtocol().name().toLowerCase(Locale.ROOT)
                            + " needs transport=netty: the transport socketio speaks v4 only");
                }
                yield new SocketIoConnector(settings, threads);
            }
        };
    }

    private EndpointAddress address() {
        if (options.getEndpointUrl() != null) {
            if (options.getServerUrl() != null || options.getUrlToken() != null) {
                throw new IllegalArgumentException(
                        "give agent '" + agent + "' either endpointUrl or serverUrl with urlToken, not both");
            }
            return EndpointAddress.parse(options.getEndpointUrl());
        }
        if (options.getServerUrl() == null) {
            throw new IllegalArgumentException("agent '" + agent + "' has no Endpoint: set endpointUrl to the URL that"
                    + " the Cognigy console shows, on the component or on one endpoint of this agent");
        }
        return EndpointAddress.of(options.getServerUrl(), options.getUrlToken());
    }

    private OptionalInt maxPayload() {
        if (options.getMaxPayload() == null) {
            return OptionalInt.empty();
        }
        positive("maxPayload", options.getMaxPayload());
        return OptionalInt.of(options.getMaxPayload());
    }

    private static void positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1");
        }
    }

    static void positive(String option, Duration value) {
        if (value == null || value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    option + " must be longer than 0 and at most " + LONGEST.toDays() + " days");
        }
    }
}
