package io.camelcognigy.transport;

import io.camelcognigy.protocol.Secret;
import java.util.Map;
import java.util.Objects;

/**
 * What all connections of one {@link Connector} have in common.
 *
 * @param tls for {@code https}. Host names are checked whatever it says
 * @param proxy a proxy to go through; null connects directly
 * @param maxInboundBytes the longest message that is taken from a server, in bytes; a longer one ends its connection with
 *     {@link Loss.Reason#FRAME_TOO_LARGE}. Servers publish no limit of what they send (PROTOCOL §16.15)
 * @param requestHeaders the user's own, on the request that opens a connection
 */
public record TransportSettings(Tls tls, Proxy proxy, int maxInboundBytes, RequestHeaders requestHeaders) {

    /** 4 MiB. */
    public static final int DEFAULT_MAX_INBOUND_BYTES = 4 * 1024 * 1024;

    public TransportSettings {
        Objects.requireNonNull(tls);
        Objects.requireNonNull(requestHeaders);
        if (maxInboundBytes <= 0) {
            throw new IllegalArgumentException("maxInboundBytes must be positive");
        }
    }

    /** The JVM's trust, no proxy, {@value #DEFAULT_MAX_INBOUND_BYTES} bytes. */
    public static TransportSettings defaults() {
        return new TransportSettings(Tls.defaults(), null, DEFAULT_MAX_INBOUND_BYTES, RequestHeaders.NONE);
    }

    public TransportSettings withTls(Tls how) {
        return new TransportSettings(how, proxy, maxInboundBytes, requestHeaders);
    }

    public TransportSettings withProxy(Proxy through) {
        return new TransportSettings(tls, through, maxInboundBytes, requestHeaders);
    }

    public TransportSettings withMaxInboundBytes(int bytes) {
        return new TransportSettings(tls, proxy, bytes, requestHeaders);
    }

    /** @throws IllegalArgumentException naming a header that cannot be sent */
    public TransportSettings withRequestHeaders(Map<String, String> headers) {
        return new TransportSettings(tls, proxy, maxInboundBytes, RequestHeaders.of(headers));
    }

    /**
     * A proxy. Host names of Endpoints are then looked up by the proxy.
     *
     * @param user null for a proxy that asks for no login
     * @param password null where user is
     */
    public record Proxy(Type type, String host, int port, String user, Secret password) {

        /** How a proxy is asked for a way through. */
        public enum Type {
            /** HTTP with the method {@code CONNECT}. */
            HTTP,
            SOCKS5
        }

        public Proxy {
            Objects.requireNonNull(type);
            if (host == null || host.isBlank() || port <= 0 || port > 65_535) {
                throw new IllegalArgumentException("a proxy needs a host and a port");
            }
            if ((user == null) != (password == null)) {
                throw new IllegalArgumentException("a proxy login needs both user and password");
            }
        }

        /** An HTTP proxy. */
        public Proxy(String host, int port, String user, Secret password) {
            this(Type.HTTP, host, port, user, password);
        }
    }
}
