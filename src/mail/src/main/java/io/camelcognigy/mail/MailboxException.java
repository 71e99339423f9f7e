package io.camelcognigy.mail;

/**
 * The mail server could not be asked, or told what became of a mail; most likely the connection was lost in the meantime.
 * The mail stays unseen and is read again.
 */
public class MailboxException extends Exception {

    public MailboxException(String message, Throwable cause) {
        super(cause == null ? message : message + " (" + cause.getMessage() + ")");
        if (cause != null) {
            // Not as the cause: Camel would look for a handler of that first, and mail's own exceptions mean the
            // sending.
            addSuppressed(cause);
        }
    }
}
