package io.camelcognigy.jms;

import io.camelcognigy.road.InputReader;
import io.camelcognigy.road.RejectedRecordException;
import io.camelcognigy.road.SessionKeys;
import io.camelcognigy.session.FailureCode;
import io.camelcognigy.session.InvalidInputException;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

/** Makes an input out of a message that came by Artemis' own client: as {@link InputMessages} does, with its reply queue. */
final class MessageReader {

    private final InputMessages inputs;
    private final ReplyQueues replyQueues;
    private final int maxBody;

    /** @param keepHeaders names of properties, separated by commas */
    MessageReader(InputReader inputs, SessionKeys keys, ReplyQueues replyQueues, String keepHeaders, int maxBody) {
        this.inputs = new InputMessages(inputs, keys, keepHeaders);
        this.replyQueues = replyQueues;
        this.maxBody = maxBody;
    }

    /**
     * @throws RejectedRecordException if it is no input
     * @throws InvalidInputException if it is no valid one
     * @throws JMSException if the broker does not answer
     */
    JmsInput read(Delivery delivery) throws RejectedRecordException, InvalidInputException, JMSException {
        if (delivery.tooLargeFor(maxBody)) {
            throw new InvalidInputException(
                    FailureCode.PAYLOAD_TOO_LARGE,
                    "the message's body is compressed, or longer than " + maxBody + " bytes, and was not read");
        }
        JmsInput input = inputs.read(delivery.message());
        return input.repliesTo(replyQueues.name(replyTo(delivery.message()), delivery.session()));
    }

    private static Destination replyTo(Message message) throws RejectedRecordException {
        try {
            return message.getJMSReplyTo();
        } catch (JMSException | RuntimeException e) {
            throw InputMessages.unreadable();
        }
    }
}
