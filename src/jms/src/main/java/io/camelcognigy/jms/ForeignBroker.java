package io.camelcognigy.jms;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Tells a broker that is not Artemis by what it says first. ActiveMQ Classic greets whoever connects with its wire format;
 * Artemis waits for its client to speak.
 */
final class ForeignBroker {

    private static final int PATIENCE_MILLIS = 300;
    /** Four bytes of length, one of the kind, and the magic word. */
    private static final int GREETING = 13;

    private ForeignBroker() {}

    /** Connects and listens for an instant. */
    static boolean speaksOpenWire(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            InputStream in = socket.getInputStream();
            String greeting = new String(in.readNBytes(GREETING), StandardCharsets.ISO_8859_1);
            return greeting.length() == GREETING && greeting.endsWith("ActiveMQ");
        } catch (IOException e) {
            return false;
        }
    }
}
