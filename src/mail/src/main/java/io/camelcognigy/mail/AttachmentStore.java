package io.camelcognigy.mail;

import io.camelcognigy.mail.MailBody.Attachment;
import java.io.IOException;
import java.util.List;

/** Where the contents of what is attached go before the bot is asked. */
interface AttachmentStore {

    /** They stay in the mailbox. */
    AttachmentStore NONE = mail ->
            mail.body().attachments().stream().map(Attachment::withoutContent).toList();

    /**
     * What the bot is told of them, without their contents. Kept once more, a mail's attachments have the same links.
     *
     * @throws IOException if they cannot be kept now; the mail is then to be tried again
     */
    List<Attachment> keep(IncomingMail mail) throws IOException, InterruptedException;
}
