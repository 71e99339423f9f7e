package io.camelcognigy.transport;

import java.util.Objects;

/**
 * Why a connection is gone or never came up: one value per connection, always with a source and a reason.
 *
 * @param wasReady whether input could have been written on it
 * @param detail one line for people, without ids, token or content; may be null
 * @param cause may be null; never shown without {@code detail} having been cleaned
 */
public record Loss(Source source, Reason reason, boolean wasReady, String detail, Throwable cause) {

    public Loss {
        Objects.requireNonNull(source);
        Objects.requireNonNull(reason);
    }

    /** Who ended it. */
    public enum Source {
        CLIENT,
        SERVER,
        NETWORK
    }

    /** What ended it (PROTOCOL §11). */
    public enum Reason {
        /** {@link Connection#close()} or {@link Connector#close()}. */
        CLOSED_BY_US,
        /** No TCP or TLS connection, or no WebSocket: refused, unknown host, untrusted certificate, HTTP status. */
        CONNECT_FAILED,
        /** No connection within the connect timeout. */
        CONNECT_TIMEOUT,
        /** The server said no before it was ready: {@code 44…}, {@code exception} or a disconnect (PROTOCOL §16.1). */
        REFUSED,
        /** Connected, but {@code endpoint-ready} did not come in time. */
        NOT_READY,
        /** The server ended it on purpose ({@code 41}). */
        SERVER_DISCONNECT,
        /** Cut: by the network, a proxy or a server that went away. */
        TRANSPORT_CLOSED,
        /** No heartbeat within pingInterval + pingTimeout: a half-open connection. */
        PING_TIMEOUT,
        /** A message over the limit: theirs over ours, or close code 1009 for ours over theirs. */
        FRAME_TOO_LARGE,
        /** Something that is not the protocol. */
        PROTOCOL_ERROR
    }

    /** The server answered and said no, or nothing useful: trying again soon is unlikely to help. */
    public boolean refusal() {
        return reason == Reason.REFUSED || reason == Reason.NOT_READY;
    }

    @Override
    public String toString() {
        return reason + " by " + source + (detail == null ? "" : ": " + detail);
    }
}
