package io.camelcognigy.protocol;

/**
 * What a connection tells the Endpoint about itself, in the query (PROTOCOL §4) or in the inner handshake's reply
 * (PROTOCOL §5).
 *
 * @param emitWithAck announce that we acknowledge {@code output} and {@code finalPing}
 */
public record HandshakeParameters(
        Secret urlToken, String userId, String sessionId, boolean testMode, boolean emitWithAck) {

    @Override
    public String toString() {
        return "HandshakeParameters[testMode=" + testMode + ", emitWithAck=" + emitWithAck + "]";
    }
}
