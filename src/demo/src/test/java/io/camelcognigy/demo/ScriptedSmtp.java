package io.camelcognigy.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** An SMTP server that answers what the test says, and keeps what it took. */
final class ScriptedSmtp implements AutoCloseable {

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final UnaryOperator<String> script;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> taken = new CopyOnWriteArrayList<>();

    /** @param script the reply to a command line, or to a mail as {@code .}; null: what a server says that takes it */
    ScriptedSmtp(int port, UnaryOperator<String> script) throws IOException {
        this.script = script;
        listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "smtp://127.0.0.1:" + listener.getLocalPort();
    }

    /** The mails, in order. */
    List<String> taken() {
        return taken;
    }

    /** How often a mail was offered to someone. */
    long offers() {
        return commands.stream().filter(line -> line.startsWith("RCPT")).count();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
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
                Writer out = new java.io.OutputStreamWriter(client.getOutputStream(), StandardCharsets.UTF_8)) {
            say(out, "220 scripted");
            String line;
            while ((line = in.readLine()) != null) {
                commands.add(line);
                String reply = script.apply(line);
                say(out, reply != null ? reply : line.startsWith("DATA") ? "354 go on" : "250 fine");
                if (line.startsWith("DATA") && reply == null) {
                    StringBuilder mail = new StringBuilder();
                    while ((line = in.readLine()) != null && !line.equals(".")) {
                        mail.append(line).append('\n');
                    }
                    reply = script.apply(".");
                    if (reply == null) {
                        taken.add(mail.toString());
                    }
                    say(out, reply == null ? "250 taken" : reply);
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
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
