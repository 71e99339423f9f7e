package io.camelcognigy.test;

/**
 * A Socket.IO packet of the main namespace, taken apart (PROTOCOL §15).
 *
 * @param type {@code 0} CONNECT to {@code 6} BINARY_ACK
 * @param namespace null for the main one
 * @param ackId the digits as they came; null where there were none
 * @param payload what follows, maybe empty
 */
record SocketIoPacket(char type, String namespace, String ackId, String payload) {

    static final char CONNECT = '0';
    static final char DISCONNECT = '1';
    static final char EVENT = '2';
    static final char ACK = '3';

    /** @param packet an Engine.IO message packet, its type {@code 4} included */
    static SocketIoPacket parse(String packet) {
        if (packet.length() < 2) {
            return new SocketIoPacket(' ', null, null, "");
        }
        char type = packet.charAt(1);
        int at = 2;
        String namespace = null;
        if (at < packet.length() && packet.charAt(at) == '/') {
            int comma = packet.indexOf(',', at);
            int end = comma < 0 ? packet.length() : comma;
            namespace = packet.substring(at, end);
            at = Math.min(end + 1, packet.length());
        }
        int idEnd = at;
        while (idEnd < packet.length() && packet.charAt(idEnd) >= '0' && packet.charAt(idEnd) <= '9') {
            idEnd++;
        }
        String ackId = idEnd == at ? null : packet.substring(at, idEnd);
        return new SocketIoPacket(type, namespace, ackId, packet.substring(idEnd));
    }
}
