package io.camelcognigy;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.camelcognigy.observe.AgentHealthCheck;
import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.Secret;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSettings;
import io.camelcognigy.session.AgentSettings.Bounds;
import io.camelcognigy.session.AgentSettings.Connecting;
import io.camelcognigy.session.AgentSettings.Reconnecting;
import io.camelcognigy.session.Backoff;
import io.camelcognigy.session.RouteThreads;
import io.camelcognigy.session.SystemTime;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.Tls;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.netty.NettyConnector;
import io.camelcognigy.transport.socketio.SocketIoConnector;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Makes a running agent of options: checks them, and gives it the transport, the time and the threads that it needs. */
final class AgentStarter {

    /** More is a mistake, and would overflow the clock's nanoseconds before long. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final CognigyComponent component;

    AgentStarter(CognigyComponent component) {
        this.component = component;
    }

    void useDefaults(AgentConfiguration options) {
        options.useDefaults(component.getCamelContext());
    }

    /**
     * @param options all of them, defaults included
     * @throws IllegalArgumentException naming the option that is missing or wrong
     */
    RunningAgent start(String name, AgentConfiguration options) throws Exception {
        CamelContext camel = component.getCamelContext();
        AgentSettings settings = settings(name, options);
        Connector connector = connector(options, transport(options).withTls(tls(options)));
        SystemTime time =
                new SystemTime(task -> camel.getExecutorServiceManager().newThread("CognigyTimer-" + name, task));
        // Without a bound: with fewer threads than routes that block, a slow topic of some would stop others.
        ExecutorService routes =
                camel.getExecutorServiceManager().newCachedThreadPool(component, "CognigyRoutes-" + name);
        Agent agent = new Agent(
                settings,
                connector,
                time,
                new RouteThreads(routes),
                () -> ThreadLocalRandom.current().nextDouble());
        Runnable close = () -> {
            agent.close();
            time.close();
            camel.getExecutorServiceManager().shutdown(routes);
        };
        return new RunningAgent(agent, options, health(name, agent), close, System::nanoTime);
    }

    private RunningAgent.Presence health(String name, Agent agent) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(component.getCamelContext());
        AgentHealthCheck check = new AgentHealthCheck(component.scheme() + "-" + name, agent::snapshot);
        return new RunningAgent.Presence() {
            @Override
            public void show() {
                if (registry != null) {
                    registry.register(check);
                }
            }

            @Override
            public void hide() {
                if (registry != null) {
                    registry.unregister(check);
                }
            }
        };
    }

    private static AgentSettings settings(String name, AgentConfiguration options) {
        positive("maxSessions", options.getMaxSessions());
        positive("maxQueuedTurnsPerSession", options.getMaxQueuedTurnsPerSession());
        positive("maxQueuedTurns", options.getMaxQueuedTurns());
        positive("maxUnroutedEvents", options.getMaxUnroutedEvents());
        positive("connectConcurrency", options.getConnectConcurrency());
        if (!(options.getConnectRate() > 0)) {
            throw new IllegalArgumentException("connectRate must be greater than 0");
        }
        positive("connectTimeout", options.getConnectTimeout());
        positive("readyTimeout", options.getReadyTimeout());
        positive("reconnectStablePeriod", options.getReconnectStablePeriod());
        positive("resyncTimeout", options.getResyncTimeout());
        positive("sessionIdleTimeout", options.getSessionIdleTimeout());
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
                options.getMaxQueuedTurnsPerSession(),
                options.getMaxQueuedTurns(),
                options.getMaxUnroutedEvents(),
                maxPayload(options));
        return new AgentSettings(name, connecting, reconnecting, bounds);
    }

    private static TransportSettings transport(AgentConfiguration options) {
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

    private Tls tls(AgentConfiguration options) throws Exception {
        SSLContextParameters parameters = options.getSslContextParameters();
        if (parameters == null && component.isUseGlobalSslContextParameters()) {
            parameters = component.getCamelContext().getSSLContextParameters();
        }
        TlsEngine engine = options.getTlsEngine();
        return TlsOptions.tls(engine, parameters, component.getCamelContext());
    }

    private static Connector connector(AgentConfiguration options, TransportSettings settings) {
        return switch (options.getTransport()) {
            case NETTY -> new NettyConnector(settings, options.getProtocol());
            case SOCKETIO -> {
                if (options.getProtocol() != ProtocolGeneration.V4) {
                    throw new IllegalArgumentException("protocol="
                            + options.getProtocol().name().toLowerCase(Locale.ROOT)
                            + " needs transport=netty: the transport socketio speaks v4 only");
                }
                yield new SocketIoConnector(settings);
            }
        };
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
