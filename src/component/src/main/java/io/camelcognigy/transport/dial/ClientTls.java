package io.camelcognigy.transport.dial;

import io.camelcognigy.transport.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS for sockets to a server: its certificate must be trusted and be its own. There is no switch to turn that off. */
public final class ClientTls implements AutoCloseable {

    /** How the names in a certificate are compared with the host that was dialled (RFC 2818). */
    static final String IDENTIFICATION = "HTTPS";

    private final Source source;

    /** Where handlers come from, by whose engine. */
    interface Source {

        SslHandler handler(ByteBufAllocator alloc, String host, int port) throws NoSuchAlgorithmException;

        void close();
    }

    /**
     * @throws IllegalStateException if it asks for an engine that is not there, or for what that engine cannot do; the
     *     message says which
     */
    public ClientTls(Tls tls) {
        this.source = tls instanceof Tls.OpenSsl openSsl ? new OpenSslSource(openSsl) : new JdkSource((Tls.Jdk) tls);
    }

    /** A handler for one socket to that server. */
    public SslHandler handler(ByteBufAllocator alloc, String host, int port) throws NoSuchAlgorithmException {
        SslHandler handler = source.handler(alloc, host, port);
        expect(handler.engine(), host);
        // The connect timeout of the connection covers it.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** No more handlers; those that are in use go on. */
    @Override
    public void close() {
        source.close();
    }

    /** The server is told whom we want, and must prove to be it. */
    private static void expect(SSLEngine engine, String host) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(IDENTIFICATION);
        parameters.setServerNames(names(host));
        // Left as they are: lists that are set are copied, for every connection.
        parameters.setProtocols(null);
        parameters.setCipherSuites(null);
        engine.setSSLParameters(parameters);
    }

    /** By itself Netty's native engine would name only hosts with a dot. An address has no name to tell. */
    private static List<SNIServerName> names(String host) {
        boolean address = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
        return address ? List.of() : List.of(new SNIHostName(host));
    }

    /** The JVM's engine. */
    private static final class JdkSource implements Source {

        private final SSLContext context;
        private final ResumptionPlaces places = new ResumptionPlaces();

        JdkSource(Tls.Jdk tls) {
            this.context = tls.context();
        }

        @Override
        public SslHandler handler(ByteBufAllocator alloc, String host, int port) throws NoSuchAlgorithmException {
            SSLContext jvm = context == null ? SSLContext.getDefault() : context;
            return places.handler(hint -> {
                SSLEngine engine = jvm.createSSLEngine(host, port + hint);
                engine.setUseClientMode(true);
                return engine;
            });
        }

        @Override
        public void close() {}
    }
}
