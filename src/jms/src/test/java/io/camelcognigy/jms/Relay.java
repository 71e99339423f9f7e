package io.camelcognigy.jms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Stands between a client and a server on this machine, and can cut their connections. */
public final class Relay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Talks talks;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean refusing;

    /** What goes on between a client and the server. Each way has a thread of its own, and ends with the connection. */
    public interface Talk {

        void upwards() throws IOException;

        void downwards() throws IOException;
    }

    /** Makes the talk of each client that comes. */
    public interface Talks {

        Talk between(Socket client, Socket server) throws IOException;
    }

    public Relay(int target) throws IOException {
        this(target, ServerSocketFactory.getDefault());
    }

    /** @param sockets what kind of connections clients have to it; the server's are plain */
    public Relay(int target, ServerSocketFactory sockets) throws IOException {
        this(target, sockets, Verbatim::new);
    }

    /** @param talks what is said to the one when the other speaks */
    public Relay(int target, ServerSocketFactory sockets, Talks talks) throws IOException {
        this.target = target;
        this.talks = talks;
        listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections there were. */
    public int accepted() {
        return accepted.get();
    }

    /** Cuts all connections; new ones are cut at once until {@link #admit}. */
    public void refuse() throws IOException {
        refusing = true;
        cut();
    }

    public void admit() {
        refusing = false;
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
                accepted.incrementAndGet();
                if (refusing) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(listener.getInetAddress(), target);
                sockets.addAll(List.of(client, server));
                Talk talk = talks.between(client, server);
                threads.execute(() -> carry(client, server, talk::upwards));
                threads.execute(() -> carry(client, server, talk::downwards));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private interface Way {

        void go() throws IOException;
    }

    private static void carry(Socket client, Socket server, Way way) {
        try (client;
                server) {
            way.go();
        } catch (IOException e) {
            // Cut, or refused.
        }
    }

    private record Verbatim(Socket client, Socket server) implements Talk {

        @Override
        public void upwards() throws IOException {
            client.getInputStream().transferTo(server.getOutputStream());
        }

        @Override
        public void downwards() throws IOException {
            server.getInputStream().transferTo(client.getOutputStream());
        }
    }
}
