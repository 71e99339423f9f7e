package io.camelcognigy.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * The SMTP server that takes the answers, within the load: a mail is there when the bridge has handed it over, and no
 * mailbox needs to be looked into. A thread for each connection.
 */
final class AnswerSink implements AutoCloseable {

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BiConsumer<String, String> taken;

    /** @param taken gets the address of the recipient and the whole mail */
    AnswerSink(int port, BiConsumer<String, String> taken) throws IOException {
        this.taken = taken;
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                client.setTcpNoDelay(true);
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
                Writer out = new OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
            say(out, "220 here");
            String recipient = "";
            String line;
            while ((line = in.readLine()) != null) {
                if (line.startsWith("RCPT")) {
                    recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                } else if (line.startsWith("DATA")) {
                    say(out, "354 go on");
                    String mail = mail(in);
                    say(out, "250 taken");
                    taken.accept(recipient, mail);
                    continue;
                }
                say(out, line.startsWith("QUIT") ? "221 bye" : "250 fine");
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static String mail(BufferedReader in) throws IOException {
        StringBuilder mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        return mail.toString();
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
