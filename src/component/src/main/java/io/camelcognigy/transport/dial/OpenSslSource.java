package io.camelcognigy.transport.dial;

import io.camelcognigy.transport.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProtocols;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * BoringSSL's engine, by netty-tcnative: one native context for all sockets, so that a new one can resume what an earlier
 * one to the same server agreed on. An engine is freed when its handler leaves its pipeline; where that does not happen, as
 * for sockets that are still closing when the event loops end, by the garbage collector.
 */
final class OpenSslSource implements ClientTls.Source {

    /** BoringSSL has these three or no TLS 1.3. */
    private static final List<String> TLS_1_3_SUITES =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** In the JVM's lists, but no cipher suite: it announces safe renegotiation, which BoringSSL always does. */
    private static final String SIGNAL = "TLS_EMPTY_RENEGOTIATION_INFO_SCSV";

    /**
     * A resumption takes one ticket and brings new ones, so there need not be more than there are handshakes at a time.
     * Each costs native memory, and servers send one or two with every handshake.
     */
    private static final int TICKETS = 256;

    private final SslContext context;

    OpenSslSource(Tls.OpenSsl tls) {
        if (!OpenSsl.isAvailable()) {
            throw new IllegalStateException(
                    "the OpenSSL engine needs io.netty:netty-tcnative-boringssl-static with the classifier of this platform,"
                            + " such as linux-x86_64, and io.netty:netty-tcnative-classes on the class path",
                    OpenSsl.unavailabilityCause());
        }
        try {
            SSLContext model = tls.model() == null ? SSLContext.getDefault() : tls.model();
            SSLEngine offers = model.createSSLEngine();
            offers.setUseClientMode(true);
            this.context = SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .endpointIdentificationAlgorithm(ClientTls.IDENTIFICATION)
                    .keyManager(tls.key())
                    .trustManager(tls.trust())
                    .protocols(offers.getEnabledProtocols())
                    .ciphers(suites(offers))
                    .sessionCacheSize(TICKETS)
                    .sessionTimeout(model.getClientSessionContext().getSessionTimeout())
                    .build();
            // Only an engine looks at the protocols.
            ReferenceCountUtil.release(context.newEngine(ByteBufAllocator.DEFAULT));
        } catch (NoSuchAlgorithmException | SSLException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "the OpenSSL engine cannot do what the TLS settings say: " + e.getMessage(), e);
        }
    }

    /**
     * The JVM's defaults less what BoringSSL lacks, which is DHE and some of CBC; but a choice that someone made is taken
     * as it is or not at all.
     */
    private static List<String> suites(SSLEngine offers) throws NoSuchAlgorithmException {
        Set<String> wanted = new LinkedHashSet<>(List.of(offers.getEnabledCipherSuites()));
        SSLParameters defaults = SSLContext.getDefault().getDefaultSSLParameters();
        boolean chosen = !wanted.equals(Set.of(defaults.getCipherSuites()));
        wanted.remove(SIGNAL);
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeIf(OpenSsl::isCipherSuiteAvailable);
        if (chosen && !missing.isEmpty()) {
            throw new IllegalArgumentException("it has no " + String.join(", ", missing));
        }
        wanted.removeAll(missing);
        boolean newest = List.of(offers.getEnabledProtocols()).contains(SslProtocols.TLS_v1_3);
        if (newest && !wanted.containsAll(TLS_1_3_SUITES)) {
            throw new IllegalArgumentException("with " + SslProtocols.TLS_v1_3 + " it offers all of "
                    + String.join(", ", TLS_1_3_SUITES) + ": name them all, or leave the protocol out");
        }
        return List.copyOf(wanted);
    }

    @Override
    public SslHandler handler(ByteBufAllocator alloc, String host, int port) {
        return context.newHandler(alloc, host, port);
    }

    @Override
    public void close() {
        ReferenceCountUtil.release(context);
    }
}
