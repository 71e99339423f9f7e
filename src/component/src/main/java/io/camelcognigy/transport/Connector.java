package io.camelcognigy.transport;

/**
 * Opens connections to Endpoints. One connector serves all sessions of an agent, on threads that several may share.
 *
 * <p>Thread-safe. Nothing here blocks.
 */
public interface Connector extends AutoCloseable {

    /**
     * Begins one attempt to connect. Every outcome, an immediate one included, reaches the listener; callbacks may come
     * before this call returns. There is no reconnect in here: a connection that is lost stays lost.
     */
    Connection open(ConnectRequest request, ConnectionListener listener);

    /** Closes what is still open, each with its last {@link ConnectionListener#onClosed}, and lets go of what they share. Idempotent. */
    @Override
    void close();
}
