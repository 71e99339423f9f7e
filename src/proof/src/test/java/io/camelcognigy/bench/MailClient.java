package io.camelcognigy.bench;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The load on a bridge by mail: writes to its mailbox, and is the SMTP server that takes its answers. A session is a person
 * who writes all mails into one thread.
 */
final class MailClient implements Client {

    private static final int CONNECTIONS = 2;
    private static final String DOMAIN = "@example.com";

    private final String mailbox;
    private final URI smtp;
    private final AnswerSink sink;
    private final Session session = Session.getInstance(new Properties());
    private final BlockingQueue<Transport> transports = new ArrayBlockingQueue<>(CONNECTIONS);
    private final ExecutorService senders = Executors.newFixedThreadPool(CONNECTIONS);
    private final Map<String, Done> waiting = new ConcurrentHashMap<>();
    private int opened;

    /**
     * @param smtpUrl where mails to the mailbox are handed in
     * @param answersPort where the answers are taken
     */
    MailClient(String smtpUrl, String mailbox, int answersPort) throws MessagingException, IOException {
        this.mailbox = mailbox;
        this.sink = new AnswerSink(answersPort, this::answered);
        this.smtp = URI.create(smtpUrl);
        for (int i = 0; i < CONNECTIONS; i++) {
            transports.add(session.getTransport("smtp"));
        }
    }

    /** A session is open once it had an answer: the bridge may still be starting. */
    @Override
    public void open(int sessions) throws Exception {
        Turns.run(this, opened, sessions, 1);
        opened = Math.max(opened, sessions);
    }

    @Override
    public void turn(int number, Done done) {
        String person = "person-" + number + DOMAIN;
        waiting.put(person, done);
        senders.execute(() -> send(person));
    }

    private void send(String person) {
        try {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(person));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(mailbox));
            mail.setSubject("a question");
            mail.setHeader("References", "<thread-of-" + person + ">");
            mail.setText(Script.TEXT);
            mail.saveChanges();
            Transport transport = transports.take();
            try {
                // GreenMail ends those that were idle for half a minute.
                if (!transport.isConnected()) {
                    transport.connect(smtp.getHost(), smtp.getPort(), null, null);
                }
                transport.sendMessage(mail, mail.getAllRecipients());
            } finally {
                transports.add(transport);
            }
        } catch (MessagingException | RuntimeException e) {
            over(person, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answered(String person, String mail) {
        over(person, mail.contains(Script.TEXT) ? null : new IllegalStateException("a wrong answer"));
    }

    private void over(String person, Throwable failure) {
        Done done = waiting.remove(person);
        if (done != null) {
            done.over(failure);
        }
    }

    @Override
    public void close() throws IOException, MessagingException {
        senders.shutdownNow();
        for (Transport transport : transports) {
            transport.close();
        }
        sink.close();
    }
}
