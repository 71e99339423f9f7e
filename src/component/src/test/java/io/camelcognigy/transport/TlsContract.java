package io.camelcognigy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS is verified, always and by either engine: who signed the certificate, and whose it is. */
abstract class TlsContract extends TransportContract {

    private static final int AT_ONCE = 16;

    @TempDir
    private static Path folder;

    @ParameterizedTest
    @EnumSource
    void aTrustedCertificateOfThisHostIsAccepted(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost", "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(certificate.trusting(engine)));
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertThat(open(request(endpoint.endpointUrl())).awaitReady()).isNotNull();
            assertThat(open(request(byName(endpoint))).awaitReady()).isNotNull();
            closeConnector();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUntrustedCertificateIsNot(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost", "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(TestCertificate.trustingTheUsual(engine)));
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertTlsFailure(open(request(endpoint.endpointUrl())).awaitClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfATrustedAuthorityIsAcceptedUntilItsTimeIsOver(TlsEngine engine) throws Exception {
        Instant now = Instant.now();
        TestCertificate valid = TestCertificate.until(now.plus(1, ChronoUnit.HOURS), folder, "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(valid.trusting(engine)));
        try (SimulatedEndpoint endpoint = endpoint(valid)) {
            assertThat(open(request(endpoint.endpointUrl())).awaitReady()).isNotNull();
            closeConnector();
        }
        TestCertificate over = TestCertificate.until(now.minus(1, ChronoUnit.HOURS), folder, "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(over.trusting(engine)));
        try (SimulatedEndpoint endpoint = endpoint(over)) {
            assertTlsFailure(open(request(endpoint.endpointUrl())).awaitClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTrustedCertificateOfAnotherHostIsNot(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "other.example");
        connectorWith(TransportSettings.defaults().withTls(certificate.trusting(engine)));
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertTlsFailure(open(request(endpoint.endpointUrl())).awaitClosed());
            assertTlsFailure(open(request(byName(endpoint))).awaitClosed());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostIsNamedAndTheClientsCertificateIsShownToAServerThatAsks(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost", "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(certificate.mutual(engine)));
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

    @ParameterizedTest
    @EnumSource
    void aTrustManagerThatTakesEverythingDoesNotLiftTheCheckOfTheHost(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "other.example");
        try {
            connectorWith(TransportSettings.defaults().withTls(TestCertificate.trustingEveryone(engine)));
        } catch (IllegalStateException e) {
            // Where it is not possible to check for it, it is refused.
            assertThat(engine).isEqualTo(TlsEngine.OPENSSL);
            assertThat(e).hasRootCauseInstanceOf(UnsupportedOperationException.class);
            return;
        }
        try (SimulatedEndpoint endpoint = endpoint(certificate)) {
            assertTlsFailure(open(request(byName(endpoint))).awaitClosed());
        }
    }

    /** Also many at once, as when all sessions come back after an outage. */
    @ParameterizedTest
    @EnumSource
    void whoConnectsAgainResumesAnEarlierTlsSession(TlsEngine engine) throws Exception {
        TestCertificate certificate = TestCertificate.create(folder, "localhost", "127.0.0.1");
        connectorWith(TransportSettings.defaults().withTls(certificate.trusting(engine)));
        AtomicInteger shown = new AtomicInteger();
        try (SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                .tls(certificate.serving(shown::incrementAndGet))
                .start()) {
            ConnectRequest request = request(endpoint.endpointUrl());
            open(request).awaitReady();
            open(request).awaitReady();
            assertThat(shown).hasValue(1);

            for (int i = 0; i < 3; i++) {
                openAtOnce(request);
            }

            // Nothing is remembered yet for more than were ever under way at once.
            assertThat(shown).hasValueLessThanOrEqualTo(AT_ONCE);
            closeConnector();
        }
    }

    private void openAtOnce(ConnectRequest request) {
        Stream.generate(() -> open(request)).limit(AT_ONCE).toList().forEach(RecordingListener::awaitReady);
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
