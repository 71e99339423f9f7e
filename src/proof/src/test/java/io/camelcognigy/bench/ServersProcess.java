package io.camelcognigy.bench;

import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.servers.EmbeddedMail;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.search.FlagTerm;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Properties;

/**
 * An Artemis broker and a mail server in a JVM of their own. Commands: {@code jms}, {@code imap}, {@code smtp} for their
 * addresses; {@code tidy <mailbox>} takes out of a mailbox what is answered; {@code failed <mailbox>} counts what was put
 * aside there.
 */
final class ServersProcess {

    private ServersProcess() {}

    static ChildProcess start() throws IOException {
        return ChildProcess.start("servers", ServersProcess.class, Jvm.options());
    }

    public static void main(String[] args) throws IOException {
        ChildCommands commands = new ChildCommands();
        try (EmbeddedArtemis artemis = EmbeddedArtemis.start(0, List.of());
                EmbeddedMail mail = EmbeddedMail.start(0, 0)) {
            commands.serve(words -> switch (words[0]) {
                case "jms" -> artemis.url();
                case "imap" -> mail.imapUrl();
                case "smtp" -> mail.smtpUrl();
                case "tidy" -> String.valueOf(tidy(mail, words[1]));
                case "failed" -> String.valueOf(failed(mail, words[1]));
                default -> throw new IllegalArgumentException(words[0]);
            });
        }
        System.exit(0);
    }

    private static int tidy(EmbeddedMail mail, String mailbox) throws MessagingException {
        try (Store store = store(mail, mailbox)) {
            Folder inbox = store.getFolder("INBOX");
            inbox.open(Folder.READ_WRITE);
            Flags deleted = new Flags(Flags.Flag.DELETED);
            inbox.setFlags(inbox.search(new FlagTerm(new Flags(Flags.Flag.ANSWERED), true)), deleted, true);
            return inbox.expunge().length;
        }
    }

    private static int failed(EmbeddedMail mail, String mailbox) throws MessagingException {
        try (Store store = store(mail, mailbox)) {
            Folder failed = store.getFolder("Failed");
            return failed.exists() ? failed.getMessageCount() : 0;
        }
    }

    private static Store store(EmbeddedMail mail, String mailbox) throws MessagingException {
        URI imap = URI.create(mail.imapUrl());
        Store store = Session.getInstance(new Properties()).getStore("imap");
        store.connect(imap.getHost(), imap.getPort(), mailbox, mailbox);
        return store;
    }
}
