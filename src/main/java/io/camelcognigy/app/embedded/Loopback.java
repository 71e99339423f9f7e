package io.camelcognigy.app.embedded;

import io.camelcognigy.app.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports on the loopback interface for the embedded servers. */
final class Loopback {

    static final String HOST = "127.0.0.1";

    private Loopback() {}

    /**
     * The port if it is free; for 0, one that is.
     *
     * @param server whose port it is, for the message
     * @param remedy what else the operator may do, for the message
     * @throws StartException if something listens there
     */
    static int port(int wanted, String server, String remedy) {
        if (wanted == 0) {
            return freePort();
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(HOST, wanted));
            return wanted;
        } catch (IOException e) {
            throw new StartException(
                    server + " cannot listen on " + HOST + ":" + wanted + ": " + e.getMessage() + ".",
                    "Stop what listens there (another bridge?), or " + remedy + " (0: any free one).",
                    e);
        }
    }

    /** Nothing holds it yet: where ports are scarce, the next call may find the same one. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param taken by somebody who does not listen there yet */
    static int freePortBeside(int taken) {
        int port = freePort();
        while (port == taken) {
            port = freePort();
        }
        return port;
    }
}
