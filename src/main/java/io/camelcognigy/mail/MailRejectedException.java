package io.camelcognigy.mail;

/** A mail cannot be read. The message says why and shows nothing of the mail. */
public class MailRejectedException extends Exception {

    public MailRejectedException(String message, Throwable cause) {
        super(message, cause);
    }
}
