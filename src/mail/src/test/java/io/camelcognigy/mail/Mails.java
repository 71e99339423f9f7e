package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Mails for tests, from files or written on the spot. */
final class Mails {

    private Mails() {}

    /** A mail as a client wrote it, {@code src/test/resources/mails}. */
    static IncomingMail file(String name) throws MessagingException {
        try (InputStream in = Mails.class.getResourceAsStream("/mails/" + name)) {
            return read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The headers of that mail. */
    static MimeMessage of(String... lines) throws MessagingException {
        try {
            return MimeSlice.of(bytes(lines)).head();
        } catch (MailRejectedException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static byte[] bytes(String... lines) {
        return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
    }

    /** As Jakarta Mail reads it. */
    static MimeMessage parse(byte[] mail) throws MessagingException {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
    }

    static IncomingMail read(String... lines) throws MessagingException {
        return read(bytes(lines));
    }

    static IncomingMail read(byte[] mail) throws MessagingException {
        try {
            MimeSlice slice = MimeSlice.of(mail);
            return IncomingMail.of(slice, slice.head(), Sender.of(slice.head()).orElseThrow(), () -> false);
        } catch (MailRejectedException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
