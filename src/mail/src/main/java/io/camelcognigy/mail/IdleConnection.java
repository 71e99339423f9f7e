package io.camelcognigy.mail;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;

/** A connection over which the server says when a mail comes (RFC 2177). For one thread, but for {@link #renew}. */
final class IdleConnection implements AutoCloseable {

    private final Store store;
    private final IMAPFolder folder;
    private volatile IMAPProtocol idling;

    private IdleConnection(Store store, IMAPFolder folder) {
        this.store = store;
        this.folder = folder;
    }

    /** @param name the folder's */
    static IdleConnection open(MailServers servers, String name) throws MessagingException {
        Store store = servers.openIdleStore();
        try {
            IMAPFolder folder = (IMAPFolder) store.getFolder(name);
            folder.open(Folder.READ_ONLY);
            return new IdleConnection(store, folder);
        } catch (MessagingException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Whether the server can do that. */
    boolean isOffered() throws MessagingException {
        return (Boolean) folder.doCommand(protocol -> protocol.hasCapability("IDLE"));
    }

    /**
     * Listens until {@link #renew}, or until the server has had enough.
     *
     * @param news run once the server listens, as something may have come before, and when it says that a mail has come
     * @throws MessagingException also if the server was silent for longer than a renewal may take: it is not there any more
     */
    void listen(Runnable news) throws MessagingException {
        folder.doCommand(protocol -> {
            protocol.idleStart();
            try {
                idling = protocol;
                news.run();
                Response response;
                do {
                    response = protocol.readIdleResponse();
                    if (response instanceof IMAPResponse told && told.keyEquals("EXISTS")) {
                        news.run();
                    }
                } while (response != null && protocol.processIdleResponse(response));
                return null;
            } finally {
                idling = null;
            }
        });
    }

    /** Asks the server to end the listening, for any thread; an answer shows that it is still there. */
    void renew() {
        IMAPProtocol now = idling;
        if (now != null) {
            now.idleAbort();
        }
    }

    @Override
    public void close() throws MessagingException {
        // Without CLOSE, which would expunge.
        store.close();
    }
}
