package io.camelcognigy.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What all scenarios stand on, each in a process of its own: a broker and an endpoint, each behind a bad network, and one
 * bridge that goes through fault after fault. Started once for all test classes, by the first that has a parameter of
 * this type.
 */
final class Rig implements AutoCloseable {

    /** Of the standing bridge. In the long form the component's default: there a busy machine may start things slowly. */
    static final Duration TURN_TIMEOUT = Duration.ofSeconds(Proof.of(8, 30));

    /** So many turns are under way in a bridge at once. */
    static final int TURNS = 200;

    private final Path folder;
    private final Broker broker;
    private final Topics topics;
    private final Endpoint endpoint;
    private final TcpProxy endpointProxy;
    private Bridge standing;
    private String standingGroup;

    /** Gives it to a test. */
    static final class Provider implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
            return parameter.getParameter().getType() == Rig.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
            return extension
                    .getRoot()
                    .getStore(ExtensionContext.Namespace.create(Rig.class))
                    .getOrComputeIfAbsent(Rig.class);
        }
    }

    Rig() {
        try {
            folder = Files.createTempDirectory("camel-cognigy-proof-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broker = new Broker(folder);
        topics = new Topics(broker.harnessBrokers());
        endpoint = new Endpoint(folder);
        endpointProxy = TcpProxy.to(endpoint.port(), SessionLinks::name);
    }

    Broker broker() {
        return broker;
    }

    Topics topics() {
        return topics;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    TcpProxy endpointProxy() {
        return endpointProxy;
    }

    /** The endpoint is such a one, where it was. */
    void endpointIs(Endpoint.Server server) {
        if (endpoint.server() != server) {
            restartEndpoint(server, false);
        }
    }

    /** The endpoint starts anew, and is where it was. */
    void restartEndpoint() {
        restartEndpoint(Proof.SERVER, false);
    }

    /** @param brisk with a quick heartbeat */
    void restartEndpoint(Endpoint.Server server, boolean brisk) {
        endpoint.kill();
        endpoint.start(server, brisk);
        endpointProxy.target(endpoint.port());
    }

    /** A scenario with bridges of its own. */
    Run run(String scenario) {
        heal();
        // It would answer this scenario's inputs too.
        stopStanding();
        return new Run(this, scenario);
    }

    /** A scenario for the bridge that stands. */
    Run runOnStandingBridge(String scenario) {
        heal();
        if (standing != null && standing.diedByItself()) {
            stopStanding();
        }
        if (standing == null) {
            standingGroup = "standing-" + Long.toHexString(System.nanoTime());
            topics.startGroupAtTheEnd(standingGroup);
            standing = startBridge(
                    "bridge-standing",
                    standingGroup,
                    "--camel.component.cognigy.turn-timeout=" + TURN_TIMEOUT.toMillis() + "ms");
        }
        return new Run(this, scenario, standingGroup, standing);
    }

    Bridge startBridge(String name, String group, String... options) {
        broker.forgetClients();
        return Bridge.start(name, endpointProxy.port(), broker.brokers(), group, options);
    }

    private void stopStanding() {
        if (standing != null) {
            standing.close();
            standing = null;
        }
    }

    /** Whatever the test before has left behind. */
    private void heal() {
        if (!broker.alive()) {
            broker.start();
        }
        if (!endpoint.alive() || !endpoint.usual()) {
            restartEndpoint();
        }
        broker.proxy().heal();
        endpointProxy.heal();
    }

    @Override
    public void close() throws IOException {
        stopStanding();
        topics.close();
        endpoint.close();
        endpointProxy.close();
        broker.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
