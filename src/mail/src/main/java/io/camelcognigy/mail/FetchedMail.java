package io.camelcognigy.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;

/** A copy of a mail in memory, of bounded size and independent of the server. */
final class FetchedMail {

    private static final Session SESSION = session();

    private FetchedMail() {}

    static MimeMessage copy(Message onServer, int maxBytes) throws MessagingException, MailRejectedException {
        if (size(onServer) > maxBytes) {
            throw tooLarge(maxBytes, null);
        }
        Bounded bytes = new Bounded(maxBytes);
        try {
            onServer.writeTo(bytes);
        } catch (FullException e) {
            throw tooLarge(maxBytes, e);
        } catch (IOException e) {
            throw new MessagingException("the mail could not be fetched", e);
        }
        return parse(bytes.toByteArray());
    }

    /** What the server says; -1 where it cannot, as it fails to make sense of the mail's headers. */
    private static int size(Message onServer) {
        try {
            return onServer.getSize();
        } catch (MessagingException e) {
            return -1;
        }
    }

    static MimeMessage parse(byte[] mail) throws MessagingException {
        return new MimeMessage(SESSION, new ByteArrayInputStream(mail));
    }

    private static MailRejectedException tooLarge(int maxBytes, Throwable cause) {
        return new MailRejectedException("the mail is larger than " + maxBytes + " bytes", cause);
    }

    private static Session session() {
        Properties properties = new Properties();
        // Headers in raw UTF-8, as many clients write them today.
        properties.setProperty("mail.mime.allowutf8", "true");
        return Session.getInstance(properties);
    }

    private static final class FullException extends IOException {}

    /** What a server says of a mail's size is not always true. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int max;

        Bounded(int max) {
            this.max = max;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (length > max - bytes.size()) {
                throw new FullException();
            }
            bytes.write(source, offset, length);
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
