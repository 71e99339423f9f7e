package io.camelcognigy.transport;

import io.camelcognigy.protocol.Secret;
import java.util.Objects;

/**
 * What all connections of one {@link Connector} have in common.
 *
 * @param tls for {@code https}. Host names are checked whatever it says
 * @param proxy a proxy to go through; null connects directly
 * @param maxInboundBytes the longest message that is taken from a server, in bytes; a longer one ends its connection with
 *     {@link Loss.Reason#FRAME_TOO_LARGE}. Servers publish no limit of what they send (PROTOCOL §16.15)
 * @param ioThreads threads for all sockets together
 */
public record TransportSettings(Tls tls, Proxy proxy, int maxInboundBytes, int ioThreads) {

    /** 4 MiB. */
    public static final int DEFAULT_MAX_INBOUND_BYTES = 4 * 1024 * 1024;

    /** Enough for thousands of connections: the threads only move bytes and small JSON documents. */
    private static final int DEFAULT_MAX_IO_THREADS = 4;

    public TransportSettings {
        Objects.requireNonNull(tls);
        if (maxInboundBytes <= 0) {
            throw new IllegalArgumentException("maxInboundBytes must be positive");
        }
        if (ioThreads <= 0) {
            throw new IllegalArgumentException("ioThreads must be positive");
        }
    }

    /** The JVM's trust, no proxy, {@value #DEFAULT_MAX_INBOUND_BYTES} bytes, a thread per processor up to four. */
    public static TransportSettings defaults() {
        int threads = Math.min(DEFAULT_MAX_IO_THREADS, Runtime.getRuntime().availableProcessors());
        return new TransportSettings(Tls.defaults(), null, DEFAULT_MAX_INBOUND_BYTES, threads);
    }

    public TransportSettings withTls(Tls how) {
        return new TransportSettings(how, proxy, maxInboundBytes, ioThreads);
    }

    public TransportSettings withProxy(Proxy through) {
        return new TransportSettings(tls, through, maxInboundBytes, ioThreads);
    }

    public TransportSettings withMaxInboundBytes(int bytes) {
        return new TransportSettings(tls, proxy, bytes, ioThreads);
    }

    public TransportSettings withIoThreads(int threads) {
        return new TransportSettings(tls, proxy, maxInboundBytes, threads);
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
