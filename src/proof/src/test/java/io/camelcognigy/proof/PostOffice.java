package io.camelcognigy.proof;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Writes to the bot by a {@link DovecotAndPostfix}, as people at example.com, and looks into mailboxes there. */
final class PostOffice implements AutoCloseable {

    static final String BOT = "bot@localhost";

    private final DovecotAndPostfix server;
    private final String password;
    private final Session session = Session.getInstance(new Properties());
    private final Map<String, Store> stores = new HashMap<>();

    /** @param password of all mailboxes */
    PostOffice(DovecotAndPostfix server, String password) {
        this.server = server;
        this.password = password;
    }

    /** Each key is a person, who writes all mails into one thread. Returns once Postfix has them. */
    void send(List<Stamp> stamps) throws MessagingException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("127.0.0.1", server.mxPort(), null, null);
            for (Stamp stamp : stamps) {
                MimeMessage mail = mail(stamp);
                transport.sendMessage(mail, mail.getAllRecipients());
            }
        }
    }

    private MimeMessage mail(Stamp stamp) throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress(stamp.key() + "@example.com"));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(BOT));
        mail.setSubject("a question");
        mail.setHeader("References", "<thread-of-" + stamp.key() + "@example.com>");
        mail.setText(stamp.toString());
        mail.saveChanges();
        return mail;
    }

    /** How many mails are in an inbox. */
    int mails(String mailbox) throws MessagingException {
        return store(mailbox).getFolder("INBOX").getMessageCount();
    }

    int unseen(String mailbox) throws MessagingException {
        return store(mailbox).getFolder("INBOX").getUnreadMessageCount();
    }

    /** What the mails in an inbox say, in the order in which they came. */
    List<Stamp> stamps(String mailbox) throws MessagingException, IOException {
        List<Stamp> stamps = new ArrayList<>();
        try (Folder inbox = store(mailbox).getFolder("INBOX")) {
            inbox.open(Folder.READ_ONLY);
            for (Message message : inbox.getMessages()) {
                ByteArrayOutputStream source = new ByteArrayOutputStream();
                message.writeTo(source);
                Stamp.find(source.toString(StandardCharsets.US_ASCII)).ifPresent(stamps::add);
            }
        }
        return stamps;
    }

    private Store store(String mailbox) throws MessagingException {
        Store store = stores.get(mailbox);
        if (store == null) {
            store = session.getStore("imap");
            store.connect("127.0.0.1", server.imapPort(), mailbox, password);
            stores.put(mailbox, store);
        }
        return store;
    }

    @Override
    public void close() throws MessagingException {
        for (Store store : stores.values()) {
            store.close();
        }
    }
}
