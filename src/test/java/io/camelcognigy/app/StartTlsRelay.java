package io.camelcognigy.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Stands before a mail server on this machine that has no TLS, and offers STARTTLS for it, in SMTP and in IMAP. */
final class StartTlsRelay implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final SSLContext tls;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    StartTlsRelay(int target, SSLContext tls) throws IOException {
        this.target = target;
        this.tls = tls;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdown();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(listener.getInetAddress(), target);
                sockets.addAll(List.of(client, server));
                Talk talk = new Talk(client, server);
                threads.execute(talk::upwards);
                threads.execute(talk::downwards);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private final class Talk {

        private final Socket client;
        private final Socket server;
        private volatile OutputStream toClient;
        private volatile boolean asked;

        Talk(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            this.toClient = client.getOutputStream();
        }

        void upwards() {
            try (client;
                    server) {
                OutputStream toServer = server.getOutputStream();
                String line = line(client.getInputStream());
                while (!line.isEmpty() && !line.strip().toUpperCase(Locale.ROOT).endsWith("STARTTLS")) {
                    asked = line.startsWith("EHLO");
                    toServer.write(bytes(line));
                    line = line(client.getInputStream());
                }
                if (!line.isEmpty()) {
                    String tag = line.split(" ")[0];
                    toClient.write(bytes((line.startsWith("STARTTLS") ? "220" : tag + " OK") + " go ahead\r\n"));
                    SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, null, 0, true);
                    secure.setUseClientMode(false);
                    toClient = secure.getOutputStream();
                    secure.getInputStream().transferTo(toServer);
                }
            } catch (IOException e) {
                // Cut, or refused.
            }
        }

        void downwards() {
            try (client;
                    server) {
                String line = line(server.getInputStream());
                while (!line.isEmpty()) {
                    toClient.write(bytes(offering(line)));
                    line = line(server.getInputStream());
                }
            } catch (IOException e) {
                // Cut, or refused.
            }
        }

        private String offering(String line) {
            if (line.startsWith("* CAPABILITY")) {
                return line.stripTrailing() + " STARTTLS\r\n";
            }
            if (asked && line.startsWith("250 ")) {
                asked = false;
                return "250-" + line.substring(4) + "250 STARTTLS\r\n";
            }
            return line;
        }
    }

    /** With its end; empty at the end of the stream. Nothing is read beyond it. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            line.write(b);
            if (b == '\n') {
                break;
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
