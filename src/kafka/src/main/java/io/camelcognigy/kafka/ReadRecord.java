package io.camelcognigy.kafka;

import io.camelcognigy.road.ChatInput;
import io.camelcognigy.road.RejectedRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * Makes an input out of a Kafka record whose key and value are bytes: the key becomes the session key, the value text,
 * and the header {@code inputFormat} says {@code json} or {@code text}. The key's bytes stay as they are.
 *
 * <p>Rejects what is not UTF-8 instead of mending it: mended keys of different people could become equal.
 */
public final class ReadRecord implements Processor {

    @Override
    public void process(Exchange exchange) throws RejectedRecordException {
        Message message = exchange.getMessage();
        byte[] key = message.getHeader(KafkaConstants.KEY, byte[].class);
        if (key == null) {
            throw new RejectedRecordException("BRIDGE-NO-KEY", "the record has no key: it says not whose input it is");
        }
        String sessionKey = text(key, "BRIDGE-BAD-KEY", "the record's key is not UTF-8 text");
        if (sessionKey.isBlank()) {
            throw new RejectedRecordException(
                    "BRIDGE-NO-KEY", "the record's key is blank: it says not whose input it is");
        }
        byte[] value = message.getBody(byte[].class);
        if (value == null) {
            throw new RejectedRecordException("BRIDGE-NO-VALUE", "the record has no value");
        }
        String input = text(value, "BRIDGE-BAD-VALUE", "the record's value is not UTF-8 text");
        String replyTopic = message.getHeader("replyTopic", String.class);
        if (replyTopic != null) {
            message.setHeader("replyTopic", replyTopic);
        }
        ChatInput.set(message, sessionKey, input, message.getHeader("contentType", String.class));
    }

    private static String text(byte[] bytes, String code, String problem) throws RejectedRecordException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RejectedRecordException(code, problem);
        }
    }
}
