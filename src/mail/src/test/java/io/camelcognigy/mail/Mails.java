package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Mails for tests, from files or written on the spot. */
final class Mails {

    private Mails() {}

    /** A mail as a client wrote it, {@code src/test/resources/mails}. */
    static IncomingMail file(String name) throws MessagingException {
        try (InputStream in = Mails.class.getResourceAsStream("/mails/" + name)) {
            return read(FetchedMail.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MimeMessage of(String... lines) throws MessagingException {
        return FetchedMail.parse(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static IncomingMail read(MimeMessage mail) throws MessagingException {
        return IncomingMail.of(mail, Sender.of(mail).orElseThrow());
    }
}
