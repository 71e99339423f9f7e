package io.camelcognigy.protocol;

/**
 * A client event, ready for the wire. Encoded once, when it is accepted, so that its size is known before it waits.
 *
 * @param name the event's name, for logs
 * @param json the Socket.IO argument array: {@code ["processInput",{…}]}
 * @param bytes the length of {@code json} in UTF-8 bytes
 */
public record EncodedEvent(String name, String json, int bytes) {

    @Override
    public String toString() {
        return name + "[" + bytes + " bytes]";
    }
}
