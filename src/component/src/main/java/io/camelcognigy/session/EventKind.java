package io.camelcognigy.session;

/** What a consumer can listen to; the names are those of the option {@code events}. */
public enum EventKind {
    OUTPUT("output"),
    FINAL_PING("finalPing"),
    /** Ours: a turn is over, and the bot said nothing in it. */
    SILENCE("silence"),
    TYPING_STATUS("typingStatus"),
    ERROR("error"),
    EXCEPTION("exception"),
    /** Ours: an output that tells how a handover stands, where a consumer wants to know it apart. */
    HANDOVER("handover"),
    /** Ours: the first input of a session is on its way. */
    SESSION_OPENED("sessionOpened"),
    /** Ours: a session ends, whose next input would begin afresh. */
    SESSION_CLOSED("sessionClosed"),
    CONNECTED("connected"),
    DISCONNECTED("disconnected");

    private final String optionName;

    EventKind(String optionName) {
        this.optionName = optionName;
    }

    public String optionName() {
        return optionName;
    }

    /**
     * @throws IllegalArgumentException if there is no such event; the message lists those there are
     */
    public static EventKind of(String optionName) {
        for (EventKind kind : values()) {
            if (kind.optionName.equalsIgnoreCase(optionName)) {
                return kind;
            }
        }
        // As the contract calls them.
        if ("typing".equalsIgnoreCase(optionName)) {
            return TYPING_STATUS;
        }
        if ("turnEnd".equalsIgnoreCase(optionName)) {
            return FINAL_PING;
        }
        throw new IllegalArgumentException("unknown event '" + optionName
                + "': expected output, handover, silence, finalPing or turnEnd, typingStatus or typing, error, exception,"
                + " sessionOpened, sessionClosed, connected or disconnected");
    }
}
