package io.camelcognigy.mail;

/**
 * What is to be done to a mail.
 *
 * @param kind of a failed mail, else null
 * @param reason for the log
 */
record Verdict(Fate fate, FailureKind kind, String reason) {

    /** Where a mail goes from here. */
    enum Fate {
        ANSWERED,
        /** Seen and no more: nobody waits for an answer. */
        SEEN,
        FAILED,
        /** Stays unseen, and is tried again. */
        AGAIN
    }

    static Verdict answered() {
        return new Verdict(Fate.ANSWERED, null, "");
    }

    static Verdict seen(NoAnswer reason) {
        return new Verdict(Fate.SEEN, null, reason.toString());
    }

    static Verdict failed(FailureKind kind, String reason) {
        return new Verdict(Fate.FAILED, kind, reason);
    }

    /** @param kind what it becomes if it is tried for too long */
    static Verdict again(FailureKind kind, String reason) {
        return new Verdict(Fate.AGAIN, kind, reason);
    }
}
