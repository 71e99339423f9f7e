package io.camelcognigy.transport;

/** The acknowledgement that an event asks for. Thread-safe; a second call does nothing, nor does one after a loss. */
public interface Ack {

    /** For events that ask for none. */
    Ack NONE = new Ack() {
        @Override
        public boolean requested() {
            return false;
        }

        @Override
        public void acknowledge() {}
    };

    boolean requested();

    /** Writes the empty acknowledgement with the event's own id (PROTOCOL §9). */
    void acknowledge();
}
