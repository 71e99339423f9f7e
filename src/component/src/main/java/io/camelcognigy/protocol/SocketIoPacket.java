package io.camelcognigy.protocol;

import java.util.List;
import java.util.Objects;

/**
 * One Socket.IO packet: what follows the {@code 4} of an Engine.IO message (PROTOCOL §15).
 *
 * <p>Only the framing is read here; the payload is JSON text that nobody has looked into but for its first character.
 *
 * @param namespace {@code /} is the main one, which the wire leaves out
 * @param ackId decimal digits, kept as text to be echoed exactly; null where no acknowledgement is asked for or given
 * @param payload JSON text; null where none came
 */
public record SocketIoPacket(Type type, String namespace, String ackId, String payload) {

    public static final String MAIN_NAMESPACE = "/";

    private static final int MAX_ACK_ID_DIGITS = 30;

    /** In the order of their digits on the wire. */
    public enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        /** Called ERROR in Socket.IO protocol v4. */
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK;

        private static final List<Type> BY_DIGIT = List.of(values());

        private final String digit = String.valueOf(ordinal());

        private static Type of(char digit) throws MalformedFrameException {
            int index = digit - '0';
            if (index < 0 || index >= BY_DIGIT.size()) {
                throw new MalformedFrameException("unknown Socket.IO packet type");
            }
            return BY_DIGIT.get(index);
        }

        private boolean binary() {
            return this == BINARY_EVENT || this == BINARY_ACK;
        }

        private boolean ack() {
            return this == ACK || this == BINARY_ACK;
        }

        private boolean mayHaveAckId() {
            return this == EVENT || this == BINARY_EVENT || ack();
        }
    }

    /**
     * @throws IllegalArgumentException if namespace or id could not be told apart from what follows them on the wire
     */
    public SocketIoPacket {
        Objects.requireNonNull(type, "type");
        if (!namespace.startsWith("/") || namespace.indexOf(',') >= 0) {
            throw new IllegalArgumentException("a namespace begins with a slash and has no comma");
        }
        if (ackId != null && (ackId.isEmpty() || digits(ackId, 0) != ackId.length())) {
            throw new IllegalArgumentException("an acknowledgement id is decimal");
        }
    }

    /** An event in the main namespace that asks for no acknowledgement. */
    public static SocketIoPacket event(String jsonArray) {
        return new SocketIoPacket(Type.EVENT, MAIN_NAMESPACE, null, jsonArray);
    }

    /** The acknowledgement of an event in the main namespace, with the event's own id; {@code []} is the empty one. */
    public static SocketIoPacket ack(String ackId, String jsonArray) {
        return new SocketIoPacket(Type.ACK, MAIN_NAMESPACE, ackId, jsonArray);
    }

    /**
     * Reads a packet. Of binary ones, which this protocol does not use, the number of attachments is dropped.
     *
     * @throws MalformedFrameException if the framing is broken, or an event or acknowledgement has no array, or an
     *     acknowledgement no id
     */
    public static SocketIoPacket parse(String text) throws MalformedFrameException {
        return parse(text, 0);
    }

    /**
     * As {@link #parse(String)}.
     *
     * @param from where in the text the packet begins: behind the {@code 4} of a whole message
     */
    public static SocketIoPacket parse(String text, int from) throws MalformedFrameException {
        if (text.length() <= from) {
            throw new MalformedFrameException("empty Socket.IO packet");
        }
        Type type = Type.of(text.charAt(from));
        int at = from + 1;
        if (type.binary()) {
            at = afterAttachments(text, at);
        }
        String namespace = MAIN_NAMESPACE;
        if (at < text.length() && text.charAt(at) == '/') {
            int comma = text.indexOf(',', at);
            namespace = text.substring(at, comma < 0 ? text.length() : comma);
            at = comma < 0 ? text.length() : comma + 1;
        }
        String ackId = null;
        if (type.mayHaveAckId()) {
            int end = digits(text, at);
            if (end - at > MAX_ACK_ID_DIGITS) {
                throw new MalformedFrameException("acknowledgement id of more than " + MAX_ACK_ID_DIGITS + " digits");
            }
            ackId = end > at ? text.substring(at, end) : null;
            at = end;
            if (at == text.length() || text.charAt(at) != '[') {
                throw new MalformedFrameException("Socket.IO " + type + " without an array");
            }
            if (type.ack() && ackId == null) {
                throw new MalformedFrameException("Socket.IO " + type + " without an id");
            }
        }
        return new SocketIoPacket(type, namespace, ackId, at < text.length() ? text.substring(at) : null);
    }

    /**
     * The packet as it goes after the Engine.IO {@code 4}.
     *
     * @throws UnsupportedOperationException for binary packets, which this protocol does not use
     */
    public String encode() {
        if (type.binary()) {
            throw new UnsupportedOperationException("binary packets are not part of this protocol");
        }
        return payload == null ? head() : head() + payload;
    }

    /** What stands before the payload: the packet is this and {@link #payload}, for those who need not join them. */
    public String head() {
        String head = type.digit;
        if (!MAIN_NAMESPACE.equals(namespace)) {
            head += namespace + ',';
        }
        return ackId == null ? head : head + ackId;
    }

    /** Without the payload, and without the namespace, which a server may have put anything into. */
    @Override
    public String toString() {
        return "SocketIoPacket[" + type + ", ackId=" + ackId + ", payloadLength="
                + (payload == null ? -1 : payload.length()) + "]";
    }

    private static int afterAttachments(String text, int from) throws MalformedFrameException {
        int end = digits(text, from);
        if (end == from || end == text.length() || text.charAt(end) != '-') {
            throw new MalformedFrameException("binary Socket.IO packet without its number of attachments");
        }
        return end + 1;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
