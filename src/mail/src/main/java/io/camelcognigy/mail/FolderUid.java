package io.camelcognigy.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.mail.MailUidGenerator;

/**
 * Names a mail by its number in its folder. Camel's own way reads all headers of every mail first, which a server may fail
 * at for a broken one.
 */
public final class FolderUid implements MailUidGenerator {

    @Override
    public String generateUuid(MailEndpoint endpoint, Message message) {
        try {
            return Long.toString(Mailbox.uid(message));
        } catch (MessagingException e) {
            return "unknown";
        }
    }
}
