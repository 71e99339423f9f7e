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
        throw new IllegalArgumentException("unknown event '" + optionName
                + "': expected output, finalPing, silence, typingStatus, error, exception, connected or disconnected");
    }
}
