package io.camelcognigy.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Ports on the loopback interface for the embedded servers. */
public final class Loopback {

    public static final String HOST = "127.0.0.1";

    private Loopback() {}

    /**
     * The port if it is free; for 0, one that is.
     *
     * @param server whose port it is, for the message
     * @param remedy what else the operator may do, for the message
     * @throws ServerStartException if something listens there
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
            throw new ServerStartException(
                    server + " cannot listen on " + HOST + ":" + wanted + ": " + e.getMessage() + ".",
                    "Stop what listens there (another bridge?), or " + remedy + " (0: any free one).",
                    e);
        }
    }

    /** @param taken by those who do not listen there yet: where ports are scarce, such a one would be found again */
    public static int freePort(Integer... taken) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            int port = socket.getLocalPort();
            return List.of(taken).contains(port) ? freePort(taken) : port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
