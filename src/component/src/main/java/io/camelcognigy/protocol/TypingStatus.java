package io.camelcognigy.protocol;

/** The two values of {@code typingStatus.status}, in both directions (PROTOCOL §7, §8). */
public enum TypingStatus {
    ON("typingOn"),
    OFF("typingOff");

    private final String wireValue;

    TypingStatus(String wireValue) {
        this.wireValue = wireValue;
    }

    public String wireValue() {
        return wireValue;
    }
}
