package io.camelcognigy.demo;

import io.camelcognigy.jms.Relay;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Before a mail server that has no TLS, offers STARTTLS for it, in SMTP and in IMAP. */
final class StartTlsTalk implements Relay.Talk {

    private final Socket client;
    private final Socket server;
    private final SSLContext tls;
    private volatile OutputStream toClient;
    private volatile boolean asked;

    private StartTlsTalk(Socket client, Socket server, SSLContext tls) throws IOException {
        this.client = client;
        this.server = server;
        this.tls = tls;
        this.toClient = client.getOutputStream();
    }

    /** A relay whose clients are offered STARTTLS. */
    static Relay relay(int target, SSLContext tls) throws IOException {
        return new Relay(
                target, ServerSocketFactory.getDefault(), (client, server) -> new StartTlsTalk(client, server, tls));
    }

    @Override
    public void upwards() throws IOException {
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
    }

    @Override
    public void downwards() throws IOException {
        String line = line(server.getInputStream());
        while (!line.isEmpty()) {
            toClient.write(bytes(offering(line)));
            line = line(server.getInputStream());
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
