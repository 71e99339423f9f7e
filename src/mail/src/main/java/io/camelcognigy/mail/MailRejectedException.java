package io.camelcognigy.mail;

/** A mail cannot be read. The message says why and shows nothing of the mail. */
public class MailRejectedException extends Exception {

    public MailRejectedException(String message, Throwable cause) {
        super(message);
        if (cause != null) {
            // Not as the cause: Camel would look for a handler of that first, and mail's own exceptions mean the
            // sending.
            addSuppressed(cause);
        }
    }
}
