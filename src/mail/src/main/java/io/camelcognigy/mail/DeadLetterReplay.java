package io.camelcognigy.mail;

import io.camelcognigy.mail.FailedMails.FailedMail;
import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.ReplayFilter;
import io.camelcognigy.road.ReplayPace;
import io.camelcognigy.session.Outcome;
import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Replays mails of the failed folder: they go back into the inbox, where the road reads them like any other. Each move is one
 * step of the mail server; one that was cut off before it is done by the next replay.
 */
final class DeadLetterReplay implements DeadLetterStore {

    private final MailServers servers;
    private final String failedFolder;
    private final String inbox;

    DeadLetterReplay(MailServers servers, String failedFolder, String inbox) {
        this.servers = servers;
        this.failedFolder = failedFolder;
        this.inbox = inbox;
    }

    private interface Work<T> {
        T with(FailedMails mails) throws MessagingException;
    }

    @Override
    public Found find(Wanted wanted) {
        ReplayFilter filter = new ReplayFilter(wanted);
        Map<String, Long> byReason = new TreeMap<>();
        return opened(mails -> {
            for (FailedMail mail : mails.find(wanted.since())) {
                if (admits(filter, mail)) {
                    byReason.merge(mail.reason(), 1L, Long::sum);
                }
            }
            // Those that were replayed are not here any more.
            return filter.found(byReason, 0);
        });
    }

    @Override
    public long replay(Wanted wanted, long max, int perSecond) {
        ReplayFilter filter = new ReplayFilter(wanted);
        ReplayPace pace = new ReplayPace(perSecond);
        return opened(mails -> {
            long sent = 0;
            for (FailedMail mail : mails.find(wanted.since())) {
                if (sent < max && admits(filter, mail) && mails.putBack(mail)) {
                    sent++;
                    pace.after(1);
                }
            }
            return sent;
        });
    }

    private static boolean admits(ReplayFilter filter, FailedMail mail) {
        return filter.admits(new ReplayFilter.Letter(
                mail.reason(),
                (mail.heard() ? Outcome.IN_DOUBT : Outcome.REJECTED).name(),
                false,
                Integer.toString(mail.replays()),
                false));
    }

    private <T> T opened(Work<T> work) {
        try (FailedMails mails = FailedMails.open(servers, failedFolder, inbox)) {
            return work.with(mails);
        } catch (MessagingException e) {
            throw new IllegalStateException("the mail server of the dead letters: " + Reasons.of(e), e);
        }
    }
}
