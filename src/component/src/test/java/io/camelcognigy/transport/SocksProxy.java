package io.camelcognigy.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A SOCKS 5 proxy (RFC 1928, RFC 1929), which takes every host name for this machine. */
final class SocksProxy implements AutoCloseable {

    private static final int VERSION = 5;
    private static final int NO_LOGIN = 0;
    private static final int LOGIN = 2;
    private static final int BY_NAME = 3;
    private static final byte[] CONNECTED = {VERSION, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    /** What was asked for: {@code host:port}, behind {@code user:password@} if there was a login. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final boolean wantsLogin;

    SocksProxy(boolean wantsLogin) throws IOException {
        this.wantsLogin = wantsLogin;
        threads.execute(this::acceptAll);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void acceptAll() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            in.skipNBytes(1);
            in.skipNBytes(in.readUnsignedByte());
            out.write(new byte[] {VERSION, (byte) (wantsLogin ? LOGIN : NO_LOGIN)});
            String login = "";
            if (wantsLogin) {
                in.skipNBytes(1);
                login = text(in) + ":" + text(in) + "@";
                out.write(new byte[] {1, 0});
            }
            in.skipNBytes(3);
            if (in.readUnsignedByte() != BY_NAME) {
                throw new IOException("not asked by name");
            }
            String host = text(in);
            int port = in.readUnsignedShort();
            requests.add(login + host + ":" + port);
            out.write(CONNECTED);
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
                threads.execute(() -> pump(target, client));
                pump(client, target);
            }
        } catch (IOException e) {
            // One of the two has gone: so does the way through.
        }
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }
}
