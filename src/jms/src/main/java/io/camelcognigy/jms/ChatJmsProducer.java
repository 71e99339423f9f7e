package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.road.RoadOutput;
import io.camelcognigy.road.SessionKeys;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Writes what the bot says unasked: to the reply queue of the session's latest input, else to the endpoint's queue. Of the
 * exchange's headers only those of the reply address have an effect. Returns when the broker has the message.
 */
public class ChatJmsProducer extends DefaultProducer {

    private final ChatJmsEndpoint endpoint;

    ChatJmsProducer(ChatJmsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message event = exchange.getMessage();
        Answer answer = new Answer(
                event.getHeader(ReplyAddress.QUEUE, endpoint.getQueue(), String.class),
                RoadOutput.of(event).json(),
                event.getHeader(ReplyAddress.CORRELATION_ID, String.class),
                SessionKeys.key(event.getHeader(CognigyConstants.SESSION_KEY, String.class)),
                null);
        endpoint.getComponent().sender().send(answer.queue(), answer::message);
    }
}
