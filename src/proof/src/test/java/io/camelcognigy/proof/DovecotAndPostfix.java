package io.camelcognigy.proof;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A mail server as companies run it, of Debian's packages dovecot-imapd, dovecot-lmtpd and postfix, in a temporary folder and on free
 * ports of the loopback interface. What the latest one logged is in {@code target/proof} when it has ended. Every name at localhost is a mailbox; what is sent to anybody at example.com is in the
 * mailbox {@link #PEOPLE}. It ends with this JVM, however that ends. Needs to be root, as both servers do.
 */
final class DovecotAndPostfix implements AutoCloseable {

    static final String PASSWORD = "password";

    /** Who gets all mails to example.com. */
    static final String PEOPLE = "people@localhost";

    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/dovecot"), Path.of("/usr/lib/dovecot/lmtp"), Path.of("/usr/sbin/postfix"));
    private static final Path LOGS = Path.of("target", "proof");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final Path folder;
    private final Map<String, String> values = new HashMap<>();
    private final Process guard;

    private DovecotAndPostfix(Map<String, String> logins) throws IOException {
        folder = Files.createTempDirectory("camel-cognigy-mail-");
        values.putAll(logins);
        values.put("folder", folder.toString());
        values.put("instance", folder.getFileName().toString());
        guard = guard();
        freePorts("imap", "lmtp", "sasl", "mx", "submission");
        try {
            directories();
            for (String file : List.of("dovecot.conf", "dovecot-oauth2.conf.ext")) {
                write(file, folder.resolve(file));
            }
            for (String file : List.of("main.cf", "master.cf")) {
                write(file, folder.resolve("postfix").resolve(file));
            }
            run(dovecot());
            run(postfix("start"));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Every mailbox is opened with {@link #PASSWORD}.
     *
     * @throws org.opentest4j.TestAbortedException where the packages are not to be had and not required
     */
    static DovecotAndPostfix start() throws IOException {
        needed();
        return new DovecotAndPostfix(Map.of(
                "mechanisms",
                "plain login",
                "passdb",
                "driver = static\n  args = password=" + PASSWORD,
                "introspection",
                ""));
    }

    /**
     * Who opens a mailbox or sends a mail has a token, which the service there knows, and nothing else counts.
     *
     * @param introspection the URL of a service as of RFC 7662
     */
    static DovecotAndPostfix startWithTokens(String introspection) throws IOException {
        needed();
        return new DovecotAndPostfix(Map.of(
                "mechanisms",
                "xoauth2",
                "passdb",
                "driver = oauth2\n  mechanisms = xoauth2\n  args = ${folder}/dovecot-oauth2.conf.ext",
                "introspection",
                introspection));
    }

    private static void needed() {
        if (!Boolean.getBoolean("interop.required")) {
            Assumptions.assumeTrue(
                    PROGRAMS.stream().allMatch(Files::isExecutable),
                    "no Dovecot and Postfix: they are in Debian's packages dovecot-imapd, dovecot-lmtpd and postfix");
            Assumptions.assumeTrue(
                    System.getProperty("user.name").equals("root"), "Dovecot and Postfix are started by root alone");
        }
    }

    private void freePorts(String... names) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        for (String name : names) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            values.put(name, String.valueOf(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
    }

    private void directories() throws IOException {
        // Others than root are to find their way in here.
        run(List.of("chmod", "755", folder.toString()));
        Files.createDirectories(folder.resolve("dovecot"));
        Files.createDirectories(folder.resolve("postfix").resolve("queue"));
        Path data = Files.createDirectories(folder.resolve("postfix").resolve("data"));
        Path mails = Files.createDirectories(folder.resolve("mails"));
        run(List.of("chown", "mail:mail", mails.toString()));
        run(List.of("chown", "postfix", data.toString()));
    }

    private void write(String resource, Path file) throws IOException {
        try (InputStream in = DovecotAndPostfix.class.getResourceAsStream("/proof/mail/" + resource)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(file, fill(fill(text)));
        }
    }

    private String fill(String text) {
        return VARIABLE.matcher(text).replaceAll(name -> Matcher.quoteReplacement(values.get(name.group(1))));
    }

    private List<String> dovecot(String... command) {
        return join(
                List.of(
                        "/usr/sbin/dovecot",
                        "-c",
                        folder.resolve("dovecot.conf").toString()),
                command);
    }

    private List<String> postfix(String... command) {
        return join(List.of("/usr/sbin/postfix", "-c", folder.resolve("postfix").toString()), command);
    }

    private static List<String> join(List<String> program, String... arguments) {
        return Stream.concat(program.stream(), Stream.of(arguments)).toList();
    }

    /** Stops them when its standard input ends. */
    private Process guard() throws IOException {
        String stop = quoted(postfix("stop")) + "; " + quoted(dovecot("stop")) + "; rm -rf '" + folder + "'";
        return new ProcessBuilder("sh", "-c", "read line; " + stop)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String quoted(List<String> command) {
        return "'" + String.join("' '", command) + "'";
    }

    private void run(List<String> command) throws IOException {
        Path said = folder.resolve("commands.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                // Not by a pipe, which what goes on as a daemon would keep open.
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                .start();
        if (await(process) != 0) {
            throw new IllegalStateException(command + ": " + Files.readString(said));
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int imapPort() {
        return port("imap");
    }

    /** Where those hand in their mails who log in before. */
    int submissionPort() {
        return port("submission");
    }

    /** Where mails come from outside. */
    int mxPort() {
        return port("mx");
    }

    private int port(String name) {
        return Integer.parseInt(values.get(name));
    }

    String imapUrl() {
        return "imap://127.0.0.1:" + imapPort();
    }

    String smtpUrl() {
        return "smtp://127.0.0.1:" + submissionPort();
    }

    /** How many mails lie in that mailbox; for who cannot log in. */
    int delivered(String name) throws IOException {
        Path mails = folder.resolve("mails").resolve(name);
        int delivered = 0;
        for (Path box : List.of(mails.resolve("new"), mails.resolve("cur"))) {
            if (Files.isDirectory(box)) {
                try (Stream<Path> files = Files.list(box)) {
                    delivered += (int) files.count();
                }
            }
        }
        return delivered;
    }

    /** What Dovecot has logged: who logged in, and what went wrong. */
    String log() throws IOException {
        return Files.readString(folder.resolve("dovecot.log"));
    }

    @Override
    public void close() throws IOException {
        Files.createDirectories(LOGS);
        for (String log : List.of("dovecot.log", "postfix.log", "commands.log")) {
            if (Files.exists(folder.resolve(log))) {
                Files.copy(folder.resolve(log), LOGS.resolve(log), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        guard.getOutputStream().close();
        await(guard);
    }
}
