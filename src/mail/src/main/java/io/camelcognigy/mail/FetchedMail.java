package io.camelcognigy.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** A mail's bytes, fetched once and within bounds, so that no later step depends on the server's idea of its structure. */
final class FetchedMail {

    private FetchedMail() {}

    /** @param late whether it has taken too long by now */
    static byte[] bytes(Message onServer, int maxBytes, BooleanSupplier late)
            throws MessagingException, MailRejectedException {
        if (size(onServer) > maxBytes) {
            throw tooLarge(maxBytes);
        }
        Bounded bytes = new Bounded(maxBytes, late);
        try {
            onServer.writeTo(bytes);
        } catch (FullException e) {
            throw tooLarge(maxBytes);
        } catch (LateException e) {
            throw new MailRejectedException("the mail server takes too long to hand the mail over");
        } catch (IOException e) {
            throw new MessagingException("the mail could not be fetched", e);
        }
        return bytes.toByteArray();
    }

    /** What the server says; -1 where it cannot, as it fails to make sense of the mail's headers. */
    private static int size(Message onServer) {
        try {
            return onServer.getSize();
        } catch (MessagingException e) {
            return -1;
        }
    }

    private static MailRejectedException tooLarge(int maxBytes) {
        return new MailRejectedException("the mail is larger than " + maxBytes + " bytes");
    }

    private static final class FullException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class LateException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** What a server says of a mail's size is not always true. */
    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final int max;
        private final BooleanSupplier late;

        Bounded(int max, BooleanSupplier late) {
            this.max = max;
            this.late = late;
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
            if (late.getAsBoolean()) {
                throw new LateException();
            }
            bytes.write(source, offset, length);
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
