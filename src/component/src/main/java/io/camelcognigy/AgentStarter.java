package io.camelcognigy;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.camelcognigy.observe.AgentHealthCheck;
import io.camelcognigy.session.Agent;
import io.camelcognigy.session.AgentSettings;
import io.camelcognigy.session.SharedRuntime;
import io.camelcognigy.transport.Connector;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.Tls;
import io.camelcognigy.transport.TransportSettings;
import io.camelcognigy.transport.dial.IoThreads;
import io.camelcognigy.transport.netty.NettyConnector;
import io.camelcognigy.transport.socketio.SocketIoConnector;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/** Makes a running agent of options: checks them, and gives it the transport, the time and the threads that it needs. */
final class AgentStarter {

    /** The thread pool profile by which users tune the threads of the routes. */
    private static final String ROUTE_THREADS = "cognigyRoutes";

    private final CognigyComponent component;
    private final SharedRuntime runtime;

    AgentStarter(CognigyComponent component) {
        this.component = component;
        this.runtime = new SharedRuntime(
                task -> threads().newThread("CognigyTimer", task),
                this::routeThreads,
                pool -> threads().shutdown(pool));
    }

    private ExecutorServiceManager threads() {
        return component.getCamelContext().getExecutorServiceManager();
    }

    void useDefaults(AgentConfiguration options) {
        options.useDefaults(component.getCamelContext());
    }

    /**
     * @param options all of them, defaults included
     * @throws IllegalArgumentException naming the option that is missing or wrong
     */
    RunningAgent start(String name, AgentConfiguration options) throws Exception {
        AgentSettings settings = EngineSettings.of(name, options);
        TransportSettings transport = EngineSettings.transport(options).withTls(tls(options));
        SharedRuntime.Services services = runtime.acquire();
        try {
            Metering metering = Metering.of(component.getCamelContext(), settings);
            Agent agent = new Agent(
                    settings,
                    connector(options, transport, services.io()),
                    services.time(),
                    services.routes(),
                    () -> ThreadLocalRandom.current().nextDouble(),
                    metering.observer());
            Runnable close = () -> {
                agent.close();
                runtime.release();
            };
            return new RunningAgent(agent, options, presence(name, agent, metering), close, System::nanoTime);
        } catch (RuntimeException | Error e) {
            runtime.release();
            throw e;
        }
    }

    /**
     * Without a bound, unless the user's own profile of that name sets one: with fewer threads than routes that block, a slow
     * reply topic of some sessions would stop others.
     */
    private ExecutorService routeThreads() {
        ThreadPoolProfile profile = threads().getThreadPoolProfile(ROUTE_THREADS);
        if (profile == null) {
            profile = new ThreadPoolProfile(ROUTE_THREADS);
            // Not 0: Camel makes a pool without a queue and without core threads one of a single thread.
            profile.setPoolSize(1);
            profile.setMaxPoolSize(Integer.MAX_VALUE);
            profile.setMaxQueueSize(0);
            profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        }
        return threads().newThreadPool(component, "CognigyRoutes", profile);
    }

    private RunningAgent.Presence presence(String name, Agent agent, Metering metering) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(component.getCamelContext());
        AgentHealthCheck check = new AgentHealthCheck(component.scheme() + "-" + name, agent::snapshot);
        return new RunningAgent.Presence() {
            @Override
            public void show() {
                metering.show(agent);
                if (registry != null) {
                    registry.register(check);
                }
            }

            @Override
            public void hide() {
                metering.hide();
                if (registry != null) {
                    registry.unregister(check);
                }
            }
        };
    }

    private Tls tls(AgentConfiguration options) throws Exception {
        SSLContextParameters parameters = options.getSslContextParameters();
        if (parameters == null && component.isUseGlobalSslContextParameters()) {
            parameters = component.getCamelContext().getSSLContextParameters();
        }
        TlsEngine engine = options.getTlsEngine();
        return TlsOptions.tls(engine, parameters, component.getCamelContext());
    }

    private static Connector connector(AgentConfiguration options, TransportSettings settings, IoThreads threads) {
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
}
