package io.camelcognigy.mail;

/** Why a mail is not answered. */
enum NoAnswer {
    NO_SENDER("it has not exactly one plain address in From"),
    OWN_ADDRESS("it comes from our own address"),
    NO_READER("its sender's address is one that nobody reads"),
    EMPTY_RETURN_PATH("its return path is empty"),
    AUTO_SUBMITTED("it was sent by a program"),
    PRECEDENCE("its precedence is bulk, list or junk"),
    MAILING_LIST("it came over a mailing list"),
    REPORT("it is a delivery report"),
    CALENDAR_REPLY("it is a calendar's answer to an invitation"),
    ANSWERED("it has its answer already");

    private final String words;

    NoAnswer(String words) {
        this.words = words;
    }

    /** For a log line. */
    @Override
    public String toString() {
        return words + " (" + name() + ")";
    }
}
