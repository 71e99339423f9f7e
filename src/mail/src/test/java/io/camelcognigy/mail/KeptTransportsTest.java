package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers share connections to the SMTP server, and none is lost by that. */
class KeptTransportsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Session session = Session.getInstance(new Properties());
    private final AtomicLong now = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger goodbyes = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private volatile String replyToMail = "250 fine";
    private volatile boolean endsAfterMail;
    private ServerSocket server;
    private KeptTransports transports;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
        transports = new KeptTransports(this::open, now::get);
    }

    @AfterEach
    void stop() throws IOException {
        transports.close();
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(client));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = client.getOutputStream();
            say(out, "220 here");
            int mails = 0;
            String line;
            while ((line = in.readLine()) != null) {
                if (line.startsWith("QUIT")) {
                    goodbyes.incrementAndGet();
                    say(out, "221 bye");
                } else if (line.startsWith("DATA")) {
                    say(out, "354 go on");
                    while (!".".equals(in.readLine())) {
                        // The mail.
                    }
                    mails++;
                    taken.incrementAndGet();
                    say(out, "250 taken");
                    if (endsAfterMail) {
                        return;
                    }
                } else {
                    say(out, line.startsWith("MAIL") && mails > 0 ? replyToMail : "250 fine");
                }
            }
        } catch (IOException e) {
            // The client is gone.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private Transport open() throws MessagingException {
        Transport transport = session.getTransport("smtp");
        transport.connect("127.0.0.1", server.getLocalPort(), null, null);
        return transport;
    }

    private void send() throws MessagingException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress("bot@localhost"));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress("anna@localhost"));
        mail.setText("An answer.");
        mail.saveChanges();
        transports.send(mail);
    }

    @Test
    void answersOneAfterTheOtherGoByOneConnection() throws Exception {
        send();
        send();
        send();

        assertThat(taken).hasValue(3);
        assertThat(connections).hasValue(1);
    }

    @Test
    void aConnectionThatTheServerHasEndedIsNotUsedAgain() throws Exception {
        endsAfterMail = true;
        send();
        send();

        assertThat(taken).hasValue(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void aServerThatHasHadEnoughOfAConnectionGetsTheMailByAnother() throws Exception {
        replyToMail = "421 enough for one connection";
        send();
        send();

        assertThat(taken).hasValue(2);
        assertThat(connections).hasValue(2);
    }

    @Test
    void whatTheServerSaysOfAMailIsSaidOfThatMail() throws Exception {
        replyToMail = "550 not from you";
        send();

        assertThatThrownBy(this::send).isInstanceOf(MessagingException.class);
        assertThat(taken).hasValue(1);
        assertThat(connections).hasValue(1);
    }

    @Test
    void aConnectionThatNobodyNeedsIsClosedAfterAWhile() throws Exception {
        send();
        transports.closeIdle();
        assertThat(transports.hasOld()).isFalse();

        now.addAndGet(KeptTransports.KEPT.toNanos());
        assertThat(transports.hasOld()).isTrue();
        transports.closeIdle();

        await().atMost(SOON).untilAsserted(() -> assertThat(goodbyes).hasValue(1));
        send();
        assertThat(connections).hasValue(2);
    }

    @Test
    void nothingIsKeptOnceTheRoadIsStopped() throws Exception {
        send();
        transports.close();
        send();

        await().atMost(SOON).untilAsserted(() -> assertThat(goodbyes).hasValue(2));
    }
}
