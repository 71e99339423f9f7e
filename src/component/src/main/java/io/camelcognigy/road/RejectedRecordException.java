package io.camelcognigy.road;

/** A record that is no input for a bot. The message names the fault and never repeats what the record says. */
public class RejectedRecordException extends Exception {

    private final String code;

    public RejectedRecordException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Short and stable, such as {@code BRIDGE-NO-KEY}. */
    public String code() {
        return code;
    }
}
