package io.camelcognigy.mail;

import java.time.Instant;

/**
 * A mail road at one moment; holds no addresses and no words of people.
 *
 * @param road its name
 * @param answered mails that had their answer since the road started
 * @param unanswered mails that nobody waits to see answered: automatic ones and copies
 * @param failed mails that went to the failed folder, what was said unasked included
 * @param triedAgain how often a mail, not asked or in doubt, was put back to be tried again
 * @param answersRetried how often an answer was not taken by the SMTP server and kept
 * @param underWay mails that are taken and not yet dealt with, those with kept answers included
 * @param answersKept answers that wait for the SMTP server, and what was said unasked
 * @param unseen mails that the last look at the mailbox found unseen, those under way included
 * @param lastPoll when that was; null: not yet
 * @param imapFailure why the mailbox cannot be read; null: it can, as far as is known
 * @param smtpFailure why no answer can be sent; null: it can, as far as is known
 * @param registerFailure why nobody knows whose a session is, so that no mail is taken; null: it is known, or there is no register
 */
public record MailSnapshot(
        String road,
        long answered,
        long unanswered,
        long failed,
        long triedAgain,
        long answersRetried,
        int underWay,
        int answersKept,
        int unseen,
        Instant lastPoll,
        String imapFailure,
        String smtpFailure,
        String registerFailure) {}
