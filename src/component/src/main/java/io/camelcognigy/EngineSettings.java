package io.camelcognigy;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.Secret;
import io.camelcognigy.session.AgentSettings;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.Backoff;
import io.camelcognigy.transport.TransportSettings;
import java.time.Duration;
import java.util.OptionalInt;

/** An agent's options, checked, in the words of engine and transport. Whatever is wrong is refused by its option's name. */
final class EngineSettings {

    /** More is a mistake, and would overflow the clock's nanoseconds before long. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private EngineSettings() {}

    /** @param options all of them, defaults included */
    static AgentSettings of(String name, AgentConfiguration options) {
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
                address(name, options),
                options.getHandshake(),
                options.getTestMode(),
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
                maxPayload(options));
        return new AgentSettings(name, connecting, reconnecting, bounds);
    }

    /** All but TLS, which needs the Camel context. */
    static TransportSettings transport(AgentConfiguration options) {
        TransportSettings settings = TransportSettings.defaults();
        if (options.getRequestHeaders() != null) {
            settings = settings.withRequestHeaders(options.getRequestHeaders());
        }
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

    private static EndpointAddress address(String name, AgentConfiguration options) {
        if (options.getEndpointUrl() == null) {
            if (options.getServerUrl() == null) {
                throw new IllegalArgumentException("agent '" + name + "' has urlToken and needs serverUrl");
            }
            return EndpointAddress.of(options.getServerUrl(), options.getUrlToken());
        }
        if (options.getServerUrl() != null || options.getUrlToken() != null) {
            throw new IllegalArgumentException(
                    "give agent '" + name + "' either endpointUrl or serverUrl with urlToken, not both");
        }
        return EndpointAddress.parse(options.getEndpointUrl());
    }

    private static OptionalInt maxPayload(AgentConfiguration options) {
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
