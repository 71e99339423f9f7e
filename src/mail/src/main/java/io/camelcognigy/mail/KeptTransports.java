package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Connections to the SMTP server that are kept for a while after an answer, for the next one: to dial, turn to TLS and log
 * in takes longer than to hand an answer over. Each is asked before it is used again whether it still stands. As many are
 * kept as answers were sent at once. Thread-safe.
 */
final class KeptTransports implements AutoCloseable {

    /** Servers let idle clients wait for minutes. */
    static final Duration KEPT = Duration.ofSeconds(10);

    interface Opening {
        Transport open() throws MessagingException;
    }

    private record Kept(Transport transport, long since) {}

    private final Opening opening;
    private final LongSupplier nanoTime;
    private final Deque<Kept> idle = new ArrayDeque<>();
    private boolean closed;

    KeptTransports(Opening opening, LongSupplier nanoTime) {
        this.opening = opening;
        this.nanoTime = nanoTime;
    }

    /** Returns once the server has taken the mail. */
    void send(MimeMessage mail) throws MessagingException {
        Transport kept = kept();
        if (kept != null) {
            try {
                send(kept, mail);
                return;
            } catch (MessagingException e) {
                if (SmtpFault.of(e) != SmtpFault.UNREACHABLE) {
                    throw e;
                }
                // A server may end a connection that it has had enough of; that says nothing of this mail.
            }
        }
        send(opening.open(), mail);
    }

    private void send(Transport transport, MimeMessage mail) throws MessagingException {
        boolean taken = false;
        try {
            transport.sendMessage(mail, mail.getAllRecipients());
            taken = true;
        } finally {
            if (!taken || !keep(transport)) {
                closeQuietly(transport);
            }
        }
    }

    /** Null if there is none that stands. */
    private Transport kept() {
        for (Kept latest = pollLatest(); latest != null; latest = pollLatest()) {
            if (!isOld(latest) && latest.transport.isConnected()) {
                return latest.transport;
            }
            closeQuietly(latest.transport);
        }
        return null;
    }

    private synchronized Kept pollLatest() {
        return idle.pollLast();
    }

    private synchronized boolean keep(Transport transport) {
        return !closed && idle.add(new Kept(transport, nanoTime.getAsLong()));
    }

    private boolean isOld(Kept kept) {
        return nanoTime.getAsLong() - kept.since >= KEPT.toNanos();
    }

    /** Closes those that were not needed for a while. May wait for the server. */
    void closeIdle() {
        for (Kept old = pollOld(); old != null; old = pollOld()) {
            closeQuietly(old.transport);
        }
    }

    /** Whether there are such. */
    synchronized boolean hasOld() {
        return !idle.isEmpty() && isOld(idle.peekFirst());
    }

    private synchronized Kept pollOld() {
        return hasOld() ? idle.pollFirst() : null;
    }

    /** Closes all, those that are in use after their mail. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        for (Kept kept = pollLatest(); kept != null; kept = pollLatest()) {
            closeQuietly(kept.transport);
        }
    }

    /** What was taken before is taken, whatever becomes of the goodbye. */
    static void closeQuietly(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            // See above.
        }
    }
}
