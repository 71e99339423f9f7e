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

    private static final int CONNECT_MILLIS = 1_000;
    /** Four bytes of length, one of the kind, and the magic word. */
    private static final int GREETING = 13;

    private ForeignBroker() {}

    /** Connects and listens for so long; Artemis costs all of that. */
    static boolean speaksOpenWire(String host, int port, int patienceMillis) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(patienceMillis);
            InputStream in = socket.getInputStream();
            String greeting = new String(in.readNBytes(GREETING), StandardCharsets.ISO_8859_1);
            return greeting.length() == GREETING && greeting.endsWith("ActiveMQ");
        } catch (IOException e) {
            return false;
        }
    }
}
