package io.camelcognigy.protocol;

/** A frame that is not what the protocol allows. The message says what is wrong and never repeats content. */
public class MalformedFrameException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }
}
