package io.camelcognigy.mail;

import java.util.Locale;

/** Why a mail fails; stands as a keyword {@code $Cognigy-…} on it in the failed folder, and in the log. */
enum FailureKind {
    /** It cannot be read, or its turn is rejected. */
    REJECTED("it is not one that the bot can be asked"),
    /** The bot may have heard it, and its answer is lost. */
    IN_DOUBT("the bot may have heard it, but its answer is lost"),
    /** The bot could not be asked for so long that the mail is given up. */
    NOT_SENT("the bot could not be asked for too long"),
    /** The bot has answered, and the SMTP server does not take the answer. */
    NOT_DELIVERED("its answer could not be sent"),
    /** Begun again and again, and never finished. */
    UNFINISHED("it was begun several times and never finished"),
    /** Said unasked by the bot, and nobody is known who would hear it. */
    NO_ADDRESS("it is not known to whom it should go"),
    TOO_MANY("its sender has had so many answers in the last hour"),
    FORGED("the mail server says that its sender did not send it");

    private final String words;

    FailureKind(String words) {
        this.words = words;
    }

    /** As dead letters of other roads have it. */
    String code() {
        return "MAIL-" + name().replace('_', '-');
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return words + " (" + name() + ")";
    }
}
