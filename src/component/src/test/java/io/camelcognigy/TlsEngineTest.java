package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.transport.NativeTls;
import io.camelcognigy.transport.TestCertificate;
import io.camelcognigy.transport.Tls;
import io.camelcognigy.transport.dial.ClientTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.FilterParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.NamedGroupsParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureRandomParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;
import org.apache.camel.support.jsse.SignatureSchemesParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The same TLS settings mean the same by either engine; what the native one cannot do, it refuses before it connects. */
class TlsEngineTest {

    private static final String TLS_1_2_SUITE = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";

    @TempDir
    private static Path folder;

    private final SSLContextParameters parameters = new SSLContextParameters();
    private final List<SSLEngine> engines = new ArrayList<>();

    @Nested
    class InARoute extends CognigyTestSupport {

        @Override
        SimulatedEndpoint.Builder endpoint() {
            try {
                return super.endpoint().tls(certificate().serving());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @ParameterizedTest
        @EnumSource
        void anAnswerComesFromAnEndpointWithATrustedCertificate(TlsEngine engine) throws Exception {
            NativeTls.assumePresentFor(engine);
            trustAndShow(certificate());
            context.getRegistry().bind("tls", parameters);

            Exchange answered =
                    request("cognigy:support?sslContextParameters=#tls&tlsEngine=" + engine, "hello", SESSION_KEY, "a");

            assertThat(answered.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        }
    }

    private static TestCertificate certificate() throws Exception {
        return TestCertificate.create(folder, "localhost", "127.0.0.1");
    }

    private void trustAndShow(TestCertificate certificate) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + certificate.file());
        store.setPassword(new String(certificate.password()));
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(store.getPassword());
        parameters.setTrustManagers(trust);
        parameters.setKeyManagers(keys);
        parameters.setCertAlias(TestCertificate.OWN);
    }

    @ParameterizedTest
    @EnumSource
    void itOffersTheProtocolsAndCipherSuitesThatAreChosen(TlsEngine by) throws Exception {
        protocols("TLSv1.2").accept(parameters);
        suites(TLS_1_2_SUITE).accept(parameters);

        SSLEngine engine = engine(by);

        assertThat(engine.getEnabledProtocols()).contains("TLSv1.2").doesNotContain("TLSv1.3", "TLSv1.1", "TLSv1");
        assertThat(engine.getEnabledCipherSuites()).containsExactly(TLS_1_2_SUITE);
        assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                .isEqualTo("HTTPS");
    }

    @Test
    void withoutAChoiceTheNativeEngineOffersNothingThatTheJvmsDoesNot() throws Exception {
        SSLEngine engine = nativeEngine();

        assertThat(engine.getEnabledProtocols()).contains("TLSv1.2", "TLSv1.3").doesNotContain("TLSv1.1", "TLSv1");
        assertThat(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites())
                .contains(engine.getEnabledCipherSuites());
    }

    private SSLEngine nativeEngine() throws Exception {
        return engine(TlsEngine.OPENSSL);
    }

    private SSLEngine engine(TlsEngine by) throws Exception {
        SSLEngine engine = handler(by).engine();
        engines.add(engine);
        return engine;
    }

    @AfterEach
    void freeEnginesWithoutAChannel() {
        engines.forEach(ReferenceCountUtil::release);
    }

    private SslHandler handler(TlsEngine by) throws Exception {
        NativeTls.assumePresentFor(by);
        try (ClientTls tls = new ClientTls(TlsOptions.tls(by, parameters, null))) {
            return tls.handler(ByteBufAllocator.DEFAULT, "localhost", 443);
        }
    }

    @Test
    void theNativeEngineIsFreedWithItsChannelAlsoAfterItsConnector() throws Exception {
        SslHandler handler = handler(TlsEngine.OPENSSL);
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        assertThat(((ReferenceCounted) handler.engine()).refCnt()).isOne();

        channel.finishAndReleaseAll();

        assertThat(((ReferenceCounted) handler.engine()).refCnt()).isZero();
    }

    /** Each changes something that the native engine has no way to follow; with what its message must name. */
    static Stream<Refused> refused() {
        return Stream.of(
                new Refused("provider", parameters -> parameters.setProvider("SunJSSE")),
                new Refused("secureRandom", parameters -> parameters.setSecureRandom(new SecureRandomParameters())),
                new Refused("namedGroups", parameters -> parameters.setNamedGroups(new NamedGroupsParameters())),
                new Refused("namedGroupsFilter", parameters -> parameters.setNamedGroupsFilter(new FilterParameters())),
                new Refused(
                        "signatureSchemes",
                        parameters -> parameters.setSignatureSchemes(new SignatureSchemesParameters())),
                new Refused(
                        "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                        suites(TLS_1_2_SUITE, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384")),
                new Refused("TLS_CHACHA20_POLY1305_SHA256", suites("TLS_AES_256_GCM_SHA384")));
    }

    record Refused(String named, Consumer<SSLContextParameters> change) {
        @Override
        public String toString() {
            return named;
        }
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatTheNativeEngineCannotDoIsRefusedByName(Refused what) {
        NativeTls.assumePresent();
        what.change().accept(parameters);

        assertThatThrownBy(this::nativeEngine).hasStackTraceContaining(what.named());
    }

    private static Consumer<SSLContextParameters> suites(String... names) {
        return parameters -> {
            CipherSuitesParameters suites = new CipherSuitesParameters();
            suites.setCipherSuite(List.of(names));
            parameters.setCipherSuites(suites);
        };
    }

    private static Consumer<SSLContextParameters> protocols(String... names) {
        return parameters -> {
            SecureSocketProtocolsParameters protocols = new SecureSocketProtocolsParameters();
            protocols.setSecureSocketProtocol(List.of(names));
            parameters.setSecureSocketProtocols(protocols);
        };
    }

    @Test
    void whereTheNativeLibraryIsNotThereItSaysWhatToAdd() throws Exception {
        try (URLClassLoader without = withoutTheNativeLibrary()) {
            Class<?> tls = without.loadClass(Tls.class.getName());
            Object openSsl = without.loadClass(Tls.OpenSsl.class.getName())
                    .getDeclaredConstructors()[0]
                    .newInstance(null, null, null);
            assertThatThrownBy(() -> without.loadClass(ClientTls.class.getName())
                            .getConstructor(tls)
                            .newInstance(openSsl))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("io.netty:netty-tcnative-boringssl-static");
        }
    }

    private static URLClassLoader withoutTheNativeLibrary() throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("tcnative")) {
                classPath.add(new File(entry).toURI().toURL());
            }
        }
        return new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
