package io.camelcognigy.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ServerSocketFactory;

/** Stands between a client and a server on this machine, and can cut their connections. */
public final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public Relay(int target) throws IOException {
        this(target, ServerSocketFactory.getDefault());
    }

    /** @param sockets what kind of connections clients have to it; the server's are plain */
    public Relay(int target, ServerSocketFactory sockets) throws IOException {
        this.target = target;
        listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Cuts all connections; new ones may come. */
    public void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
        threads.shutdown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(listener.getInetAddress(), target);
                sockets.addAll(List.of(client, server));
                threads.execute(() -> pipe(client, server));
                threads.execute(() -> pipe(server, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void pipe(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut.
        }
    }
}
