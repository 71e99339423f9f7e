package io.camelcognigy.bench;

import jakarta.mail.FetchProfile;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.imap.IMAPFolder;

/**
 * The floor of a bridge by mail: the same transport between Jakarta Mail's IMAP and SMTP, one connection of each, which
 * stand. It looks as often as the bridge, fetches all new mails with one command, and flags a mail as answered when the
 * SMTP server has the answer. The sender is the key. No limits, no forged or hostile mails, no threads of mails; it gives up
 * at the first failure.
 *
 * <p>The mailbox is read by the thread that calls {@link #run}, answers are sent by another one.
 */
final class MailFloor {

    private static final Flags ANSWERED = answered();

    private final URI imap;
    private final URI smtp;
    private final String address;
    private final long pollNanos;
    private final FloorConversations conversations;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final BlockingQueue<Message> sent = new LinkedBlockingQueue<>();

    /** Mails come under UIDs without gaps, but two that come at once not always in their order. */
    private final Set<Long> known = new HashSet<>();

    private long firstUnknown = 1;
    private volatile Throwable failure;

    private record Answer(Message said, String text) {}

    /** @param address whose mailbox it serves; name and password, too */
    MailFloor(String imapUrl, String smtpUrl, String endpointUrl, String address, Duration poll) {
        this.imap = URI.create(imapUrl);
        this.smtp = URI.create(smtpUrl);
        this.address = address;
        this.pollNanos = poll.toNanos();
        this.conversations = new FloorConversations(endpointUrl, lost -> failure = lost);
    }

    /** Serves until something fails. */
    void run() throws MessagingException, IOException, InterruptedException {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.peek", "true");
        Session session = Session.getInstance(properties);
        Thread sender = new Thread(() -> send(session), "sender");
        sender.setDaemon(true);
        sender.start();
        try (Store store = session.getStore("imap")) {
            store.connect(imap.getHost(), imap.getPort(), address, address);
            IMAPFolder inbox = (IMAPFolder) store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            long nextLook = System.nanoTime();
            while (failure == null) {
                if (nextLook - System.nanoTime() <= 0) {
                    look(inbox);
                    nextLook = System.nanoTime() + pollNanos;
                }
                flag(inbox, sent.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS));
            }
            throw new IllegalStateException("the floor of a bridge by mail gives up", failure);
        }
    }

    /** By UID: what is new is what was not seen before, whatever its place and its flags are. */
    private void look(IMAPFolder inbox) throws MessagingException, IOException {
        // So that the client knows all mails that are there.
        inbox.getMessageCount();
        List<Message> mails = new ArrayList<>();
        for (Message mail : inbox.getMessagesByUID(firstUnknown, UIDFolder.LASTUID)) {
            long uid = inbox.getUID(mail);
            if (uid >= firstUnknown && known.add(uid)) {
                mails.add(mail);
            }
        }
        while (known.remove(firstUnknown)) {
            firstUnknown++;
        }
        if (!mails.isEmpty()) {
            FetchProfile whole = new FetchProfile();
            whole.add(FetchProfile.Item.ENVELOPE);
            whole.add(IMAPFolder.FetchProfileItem.MESSAGE);
            inbox.fetch(mails.toArray(Message[]::new), whole);
            for (Message mail : mails) {
                String key = ((InternetAddress) mail.getFrom()[0]).getAddress();
                String text = ((String) mail.getContent()).strip();
                conversations.ask(key, text, answer -> answers.add(new Answer(mail, answer)));
            }
        }
    }

    /** All whose answers are sent by now, with one command. */
    private void flag(IMAPFolder inbox, Message first) throws MessagingException {
        if (first != null) {
            List<Message> over = new ArrayList<>(List.of(first));
            sent.drainTo(over);
            inbox.setFlags(over.toArray(Message[]::new), ANSWERED, true);
        }
    }

    private void send(Session session) {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect(smtp.getHost(), smtp.getPort(), null, null);
            while (true) {
                Answer answer = answers.take();
                Message reply = ((MimeMessage) answer.said).reply(false, false);
                reply.setFrom(new InternetAddress(address));
                reply.setText(answer.text);
                reply.saveChanges();
                transport.sendMessage(reply, reply.getAllRecipients());
                sent.add(answer.said);
            }
        } catch (MessagingException | InterruptedException | RuntimeException | Error e) {
            failure = e;
        }
    }

    private static Flags answered() {
        Flags flags = new Flags(Flags.Flag.SEEN);
        flags.add(Flags.Flag.ANSWERED);
        return flags;
    }
}
