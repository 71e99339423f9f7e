package io.camelcognigy.jms;

import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveLargeMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionReceiveMessage;
import org.apache.activemq.artemis.reader.MapMessageUtil;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.utils.collections.TypedProperties;

/**
 * Takes a message that is of a kind unknown to JMS, not what its kind says, or too large, for one of a kind that the road
 * refuses. Artemis' JMS client fails to receive the first two before anyone could refuse them, and the broker does not
 * count that as a delivery: one such message, which any client can send, would block its queue for good. The third it would
 * read into the memory.
 */
final class ReadableMessages implements Interceptor {

    private final int maxBody;

    /** @param maxBody bytes; a compressed body counts as too large, as it does not say what it unfolds to */
    ReadableMessages(int maxBody) {
        this.maxBody = maxBody;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (packet instanceof SessionReceiveMessage received && !readable(received.getMessage())) {
            received.getMessage().setType(Message.DEFAULT_TYPE);
        } else if (packet instanceof SessionReceiveLargeMessage large
                && large.getLargeMessage() instanceof ICoreMessage message
                && tooLarge(large, message)) {
            // The one kind whose body the client leaves alone until it is asked for.
            message.setType(Message.BYTES_TYPE);
            message.putLongProperty(Message.HDR_LARGE_BODY_SIZE, large.getLargeMessageSize());
        }
        return true;
    }

    private boolean tooLarge(SessionReceiveLargeMessage large, ICoreMessage message) {
        return large.getLargeMessageSize() > maxBody || message.containsProperty(Message.HDR_LARGE_COMPRESSED);
    }

    private static boolean readable(ICoreMessage message) {
        try {
            ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
            switch (message.getType()) {
                case Message.DEFAULT_TYPE, Message.BYTES_TYPE, Message.STREAM_TYPE -> {
                    return true;
                }
                case Message.TEXT_TYPE -> {
                    body.readNullableSimpleString();
                    return true;
                }
                case Message.MAP_TYPE -> {
                    MapMessageUtil.readBodyMap(body, new TypedProperties());
                    return true;
                }
                case Message.OBJECT_TYPE -> {
                    int length = body.readableBytes() == 0 ? 0 : body.readInt();
                    return length >= 0 && length <= body.readableBytes();
                }
                default -> {
                    return false;
                }
            }
        } catch (RuntimeException e) {
            return false;
        }
    }
}
