package io.camelcognigy.transport.ws;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS for sockets to a server: its certificate must be trusted and be its own. There is no switch to turn that off. */
public final class ClientTls {

    private final SSLContext context;

    /**
     * @param context null for the JVM's default
     */
    public ClientTls(SSLContext context) {
        this.context = context;
    }

    /** A handler for one socket to that server. */
    public SslHandler handler(String host, int port) throws NoSuchAlgorithmException {
        SSLEngine engine = (context == null ? SSLContext.getDefault() : context).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        // The connect timeout of the connection covers it.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }
}
