package io.camelcognigy.mail;

/** A mail cannot be read, or not within its bounds. The message says why and shows nothing of the mail. */
final class MailRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    MailRejectedException(String message, Throwable cause) {
        super(message, cause);
    }

    MailRejectedException(String message) {
        this(message, null);
    }
}
