package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.protocol.Secret;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.TransportSettings.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy everything goes through its tunnel, and the proxy looks the names up. */
abstract class ProxyContract extends TransportContract {

    @Test
    void theProxyIsAskedForTheHostByName() throws Exception {
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();
                ConnectProxy proxy = new ConnectProxy("200 OK")) {
            connectorWith(TransportSettings.defaults().withProxy(proxy.asSetting()));

            RecordingListener listener = open(request(endpoint, "only-the-proxy-knows.invalid"));

            assertThat(listener.awaitReady()).isNotNull();
            assertThat(proxy.requests)
                    .singleElement()
                    .satisfies(request -> assertThat(request)
                            .startsWith("CONNECT only-the-proxy-knows.invalid:" + endpoint.port() + " ")
                            .doesNotContain("demo"));
            closeConnector();
        }
    }

    @Test
    void theLoginGoesToTheProxy() throws Exception {
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();
                ConnectProxy proxy = new ConnectProxy("200 OK")) {
            connectorWith(TransportSettings.defaults()
                    .withProxy(
                            new TransportSettings.Proxy("127.0.0.1", proxy.port(), "user", Secret.of("proxy-pass"))));

            open(request(endpoint, "127.0.0.1")).awaitReady();

            assertThat(proxy.requests.get(0)).containsIgnoringCase("proxy-authorization: Basic ");
            closeConnector();
        }
    }

    @Test
    void aProxyThatRefusesIsAFailedConnect() throws Exception {
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();
                ConnectProxy proxy = new ConnectProxy("407 Proxy Authentication Required")) {
            connectorWith(TransportSettings.defaults().withProxy(proxy.asSetting()));

            Loss loss = open(request(endpoint, "127.0.0.1")).awaitClosed();

            assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
            assertThat(loss.detail()).contains("407").doesNotContain("demo");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSocksProxyIsAskedForTheHostByNameToo(boolean login) throws Exception {
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder().start();
                SocksProxy proxy = new SocksProxy(login)) {
            String user = login ? "user" : null;
            Secret password = login ? Secret.of("proxy-pass") : null;
            connectorWith(TransportSettings.defaults()
                    .withProxy(new Proxy(Proxy.Type.SOCKS5, "127.0.0.1", proxy.port(), user, password)));

            open(request(endpoint, "only-the-proxy-knows.invalid")).awaitReady();

            assertThat(proxy.requests)
                    .containsExactly(
                            (login ? "user:proxy-pass@" : "") + "only-the-proxy-knows.invalid:" + endpoint.port());
            closeConnector();
        }
    }

    private ConnectRequest request(SimulatedEndpoint endpoint, String host) {
        return request("http://" + host + ":" + endpoint.port() + "/demo", HandshakeMode.QUERY, "s-1", "u-1");
    }
}
