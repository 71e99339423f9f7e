package io.camelcognigy.mail;

import jakarta.mail.internet.MimeMessage;
import java.util.function.Consumer;

/**
 * What was said unasked and goes to nobody: for the failed folder.
 *
 * @param mail as it was to go out
 * @param reason for the log
 * @param stored told once: null when it is there, else why it cannot be
 */
record DeadUnasked(MimeMessage mail, FailureKind kind, String reason, Consumer<Throwable> stored) {

    /** On the mail there: it came from nobody, and is not to be put back into the inbox. Its value is the reason. */
    static final String HEADER = "X-Camel-Cognigy-Unasked";

    @Override
    public String toString() {
        return "DeadUnasked[" + kind.word() + "]";
    }
}
