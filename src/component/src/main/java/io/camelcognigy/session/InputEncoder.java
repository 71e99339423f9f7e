package io.camelcognigy.session;

import io.camelcognigy.protocol.EncodedEvent;
import io.camelcognigy.protocol.ProcessInput;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.protocol.Secret;
import io.camelcognigy.protocol.TypingStatus;
import java.util.OptionalInt;

/** Makes what a user says ready for the wire, or says why no Endpoint would take it: its ids, its content, its size. */
final class InputEncoder {

    /** The official rule for ids (PROTOCOL §10). */
    static final int MAX_ID_LENGTH = 256;

    /** The characters {@code 42} that precede an event on the wire. */
    private static final int FRAME_OVERHEAD = 2;

    private final ProtocolCodec codec = new ProtocolCodec();
    private final Secret urlToken;
    private final int maxPayload;

    /** @param maxPayload if it is empty, only the connection says what it takes */
    InputEncoder(Secret urlToken, OptionalInt maxPayload) {
        this.urlToken = urlToken;
        this.maxPayload = maxPayload.orElse(Integer.MAX_VALUE);
    }

    EncodedEvent encode(TurnRequest request) throws InvalidInputException {
        check(request);
        EncodedEvent input = write(request.ids(), request.input());
        checkSize(input, maxPayload);
        return input;
    }

    EncodedEvent encode(TypingStatus typing) {
        return codec.encode(typing);
    }

    /** @param limit in bytes of a whole message */
    static void checkSize(EncodedEvent input, int limit) throws InvalidInputException {
        int bytes = input.bytes() + FRAME_OVERHEAD;
        if (bytes > limit) {
            throw new InvalidInputException(
                    FailureCode.PAYLOAD_TOO_LARGE,
                    "the input takes " + bytes + " bytes on the wire and the limit is " + limit + " (maxPayload)");
        }
    }

    private static void check(TurnRequest request) throws InvalidInputException {
        checkId("sessionId", request.ids().sessionId());
        checkId("userId", request.ids().userId());
        TurnRequest.Input input = request.input();
        boolean noText = input.text() == null || input.text().isBlank();
        if (noText && input.data() == null && !input.resetFlow()) {
            // The REST Endpoint answers such an input with an error, and Webchat refuses to send it (PROTOCOL §7).
            throw new InvalidInputException(FailureCode.EMPTY_INPUT, "the input has neither text nor data");
        }
    }

    private static void checkId(String name, String id) throws InvalidInputException {
        if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
            throw new InvalidInputException(
                    FailureCode.INVALID_ID, "the " + name + " must have 1 to " + MAX_ID_LENGTH + " characters");
        }
        // Half a surrogate pair has no UTF-8: on the wire, different ids could become one conversation.
        if (!isUnicode(id)) {
            throw new InvalidInputException(FailureCode.INVALID_ID, "the " + name + " is not valid Unicode text");
        }
    }

    private static boolean isUnicode(String id) {
        int point;
        for (int i = 0; i < id.length(); i += Character.charCount(point)) {
            point = id.codePointAt(i);
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                return false;
            }
        }
        return true;
    }

    private EncodedEvent write(TurnRequest.Ids ids, TurnRequest.Input input) throws InvalidInputException {
        // Data alone travel with an empty text; only a pure reset leaves the key out (PROTOCOL §7).
        String text = input.text() == null && input.data() != null ? "" : input.text();
        try {
            return codec.encode(new ProcessInput(
                    urlToken,
                    ids.userId(),
                    ids.sessionId(),
                    input.channel(),
                    input.passthroughIp(),
                    input.resetFlow(),
                    text,
                    input.data()));
        } catch (IllegalArgumentException e) {
            // Its message names a class or a depth, never a value.
            throw new InvalidInputException(FailureCode.INVALID_FIELD, "the data cannot be sent: " + e.getMessage());
        }
    }
}
