package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.app.embedded.SimulatedEndpoint;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS is verified, always: who signed the certificate, and whose it is. */
abstract class TlsContract extends TransportContract {

    @TempDir
    private static Path folder;

    @Test
    void aTrustedCertificateOfThisHostIsAccepted() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "dns:localhost,ip:127.0.0.1");
        connectorWith(TransportSettings.defaults().withSslContext(certificate.trusting()));
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertThat(open(request(endpoint.endpointUrl())).awaitReady()).isNotNull();
            assertThat(open(request(byName(endpoint))).awaitReady()).isNotNull();
            closeConnector();
        }
    }

    @Test
    void anUntrustedCertificateIsNot() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "dns:localhost,ip:127.0.0.1");
        connectorWith(TransportSettings.defaults());
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertTlsFailure(open(request(endpoint.endpointUrl())).awaitClosed());
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsNot() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "dns:other.example");
        connectorWith(TransportSettings.defaults().withSslContext(certificate.trusting()));
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertTlsFailure(open(request(endpoint.endpointUrl())).awaitClosed());
            assertTlsFailure(open(request(byName(endpoint))).awaitClosed());
        }
    }

    @Test
    void theHostIsNamedAndTheClientsCertificateIsShownToAServerThatAsks() throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "dns:localhost,ip:127.0.0.1");
        connectorWith(TransportSettings.defaults().withSslContext(certificate.mutual()));
        try (SSLServerSocket server = (SSLServerSocket) certificate
                .mutual()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            server.setNeedClientAuth(true);
            open(request("https://localhost:" + server.getLocalPort() + "/demo"));

            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                accepted.setSoTimeout((int) SOON.toMillis());
                accepted.startHandshake();

                ExtendedSSLSession session = (ExtendedSSLSession) accepted.getSession();
                assertThat(session.getPeerPrincipal().getName()).isEqualTo("CN=test");
                assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("localhost"));
            }
        }
    }

    private static void assertTlsFailure(Loss loss) {
        assertThat(loss.reason()).isEqualTo(Loss.Reason.CONNECT_FAILED);
        assertThat(loss.detail()).startsWith("TLS: ").doesNotContain("null");
    }

    private static SimulatedEndpoint endpoint(TestCertificate certificate) throws Exception {
        return SimulatedEndpoint.builder().tls(certificate.serving()).start();
    }

    private static String byName(SimulatedEndpoint endpoint) {
        return endpoint.endpointUrl().replace("127.0.0.1", "localhost");
    }

    private ConnectRequest request(String endpointUrl) {
        return request(endpointUrl, HandshakeMode.QUERY, "s-" + endpointUrl.hashCode(), "u-1");
    }
}
