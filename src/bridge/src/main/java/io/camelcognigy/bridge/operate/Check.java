package io.camelcognigy.bridge.operate;

/**
 * What one road or agent says of itself.
 *
 * @param name {@code road-kafka}, {@code cognigy-support}, or as the check is called
 * @param message why it is down, in words for an operator; may be empty
 */
public record Check(String name, boolean up, String message) {

    static final String ROAD = "road-";
    static final String AGENT = "cognigy-";

    /** With words instead of the prefix. */
    public String title() {
        if (name.startsWith(ROAD)) {
            return "road " + name.substring(ROAD.length());
        }
        return name.startsWith(AGENT) ? "agent " + name.substring(AGENT.length()) : name;
    }
}
