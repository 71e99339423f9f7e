package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.EmbeddedMail;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.awaitility.core.ConditionFactory;

/** A mail client of the test's own: hands mails in byte by byte, and looks into mailboxes over IMAP. */
final class MailProbe {

    /** A mail as it lies in a folder; {@code mail} is a copy of its own. */
    record Stored(MimeMessage mail, Flags flags) {

        boolean is(Flags.Flag flag) {
            return flags.contains(flag);
        }

        String header(String name) throws MessagingException {
            return mail.getHeader(name, ",");
        }
    }

    private static final Flags SEEN = new Flags(Flags.Flag.SEEN);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI imap;
    private final URI smtp;

    MailProbe(EmbeddedMail server) {
        imap = URI.create(server.imapUrl());
        smtp = URI.create(server.smtpUrl());
    }

    /** Hands in a mail as it is, with this envelope. */
    void send(String from, String to, byte[] mail) {
        assertThat(offer(from, to, mail)).as("accepted by the mail server").isTrue();
    }

    /** Whether the mail server, which need not like every mail, took it. */
    boolean offer(String from, String to, byte[] mail) {
        try (Socket socket = new Socket(smtp.getHost(), smtp.getPort())) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            expect(in, "220");
            for (String command : List.of("HELO probe", "MAIL FROM:<" + from + ">", "RCPT TO:<" + to + ">")) {
                command(out, command);
                expect(in, "250");
            }
            command(out, "DATA");
            expect(in, "354");
            out.write(stuffed(mail));
            command(out, "\r\n.");
            return in.readLine().startsWith("250");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String from, String to, String... lines) {
        send(from, to, String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    List<Stored> mails(String mailbox) {
        return mails(mailbox, "INBOX");
    }

    /** Looks again where a mail was moved away under its eyes. */
    List<Stored> mails(String mailbox, String folderName) {
        return waiting().ignoreExceptions().until(() -> look(mailbox, folderName), Objects::nonNull);
    }

    private List<Stored> look(String mailbox, String folderName) {
        return inFolder(mailbox, folderName, Folder.READ_ONLY, folder -> {
            List<Stored> stored = new ArrayList<>();
            for (Message message : folder.getMessages()) {
                stored.add(new Stored(new MimeMessage((MimeMessage) message), message.getFlags()));
            }
            return stored;
        });
    }

    private interface Look<T> {
        T at(Folder folder) throws MessagingException;
    }

    private <T> T inFolder(String mailbox, String folderName, int mode, Look<T> look) {
        try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
            store.connect(imap.getHost(), imap.getPort(), mailbox, mailbox);
            Folder folder = store.getFolder(folderName);
            if (!folder.exists()) {
                folder.create(Folder.HOLDS_MESSAGES);
            }
            folder.open(mode);
            T seen = look.at(folder);
            folder.close(false);
            return seen;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Stored> awaitMails(String mailbox, int count) {
        return awaitMails(mailbox, "INBOX", count);
    }

    List<Stored> awaitMails(String mailbox, String folder, int count) {
        waiting()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(mails(mailbox, folder)).hasSize(count));
        return mails(mailbox, folder);
    }

    /** GreenMail throws on threads of its own where two clients change a folder at once, and goes on. */
    static ConditionFactory waiting() {
        return await().dontCatchUncaughtExceptions();
    }

    /** Sets these flags on the only mail with that Message-ID. */
    void flag(String mailbox, String messageId, Flags flags) {
        flag(mailbox, "INBOX", messageId, flags, true);
    }

    void flag(String mailbox, String folderName, String messageId, Flags flags, boolean set) {
        inFolder(mailbox, folderName, Folder.READ_WRITE, folder -> {
            for (Message message : folder.getMessages()) {
                if (messageId.equals(((MimeMessage) message).getMessageID())) {
                    message.setFlags(flags, set);
                }
            }
            return null;
        });
    }

    /** Removes all mails of a folder. */
    void empty(String mailbox, String folderName) {
        inFolder(mailbox, folderName, Folder.READ_WRITE, folder -> {
            folder.setFlags(folder.getMessages(), new Flags(Flags.Flag.DELETED), true);
            return folder.expunge();
        });
    }

    int count(String mailbox, String folderName) {
        return inFolder(mailbox, folderName, Folder.READ_ONLY, Folder::getMessageCount);
    }

    int unseen(String mailbox) {
        return inFolder(mailbox, "INBOX", Folder.READ_ONLY, folder -> folder.search(new FlagTerm(SEEN, false)).length);
    }

    /** Waits until no mail of the mailbox is unseen. */
    void awaitSeen(String mailbox) {
        waiting().atMost(PATIENCE).until(() -> mails(mailbox).stream().allMatch(mail -> mail.is(Flags.Flag.SEEN)));
    }

    private static void command(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        String line = in.readLine();
        if (line == null || !line.startsWith(code)) {
            throw new IOException("expected " + code + ", got " + line);
        }
    }

    /** RFC 5321, section 4.5.2, on whatever line ends the mail has. */
    private static byte[] stuffed(byte[] mail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte last = '\n';
        for (byte b : mail) {
            if (b == '.' && last == '\n') {
                out.write('.');
            }
            out.write(b);
            last = b;
        }
        return out.toByteArray();
    }
}
