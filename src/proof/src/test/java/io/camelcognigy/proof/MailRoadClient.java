package io.camelcognigy.proof;

import io.camelcognigy.servers.EmbeddedMail;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** For each key a sender of its own, who writes all mails into one thread. */
final class MailRoadClient implements RoadClient {

    static final String BOT = "bot@localhost";

    private final URI imap;
    private final URI smtp;
    private final Map<String, Integer> read = new HashMap<>();
    private final List<Stamp> answered = new ArrayList<>();

    MailRoadClient(EmbeddedMail server) {
        imap = URI.create(server.imapUrl());
        smtp = URI.create(server.smtpUrl());
    }

    @Override
    public void send(Stamp stamp) {
        try {
            Properties properties = new Properties();
            properties.put("mail.smtp.host", smtp.getHost());
            properties.put("mail.smtp.port", Integer.toString(smtp.getPort()));
            MimeMessage mail = new MimeMessage(Session.getInstance(properties));
            mail.setFrom(new InternetAddress(stamp.key() + "@localhost"));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(BOT));
            mail.setSubject("a question");
            mail.setHeader("References", "<" + stamp.key() + "@thread>");
            mail.setText(stamp.toString());
            Transport.send(mail);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
        synchronized (this) {
            read.putIfAbsent(stamp.key(), 0);
        }
    }

    @Override
    public synchronized List<Stamp> answered() {
        read.replaceAll(this::read);
        return List.copyOf(answered);
    }

    private int read(String key, int known) {
        try (Store store = login(key + "@localhost");
                Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            int count = inbox.getMessageCount();
            for (int number = known + 1; number <= count; number++) {
                ByteArrayOutputStream source = new ByteArrayOutputStream();
                inbox.getMessage(number).writeTo(source);
                Stamp.find(source.toString(StandardCharsets.US_ASCII)).ifPresent(answered::add);
            }
            return count;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int deadLetters() {
        try (Store store = login(BOT)) {
            Folder failed = store.getFolder("Failed");
            return failed.exists() ? failed.getMessageCount() : 0;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Store login(String user) throws MessagingException {
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect(imap.getHost(), imap.getPort(), user, user);
        return store;
    }

    @Override
    public void close() {
        // Each look has a connection of its own.
    }
}
