package io.camelcognigy.test;

/**
 * What a client told about itself on one connection, decoded.
 *
 * @param engineIo the Engine.IO generation, 3 or 4
 * @param inner by inner handshake (PROTOCOL §5), otherwise by query (PROTOCOL §4)
 * @param emitWithAck {@code output} and {@code finalPing} are to be sent with acknowledgement ids
 * @param accepted the token was right and nothing was missing
 */
public record ClientHandshake(
        int engineIo,
        boolean inner,
        String userId,
        String sessionId,
        boolean testMode,
        boolean emitWithAck,
        boolean accepted) {

    /** Without ids. */
    @Override
    public String toString() {
        return "ClientHandshake[engineIo=" + engineIo + ", inner=" + inner + ", testMode=" + testMode + ", emitWithAck="
                + emitWithAck + ", accepted=" + accepted + "]";
    }
}
