package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.contract.TraceParent;
import io.camelcognigy.road.RoadOutput;
import io.camelcognigy.road.SessionKeys;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Writes what the bot says unasked, and other events: to the reply queue of the session's latest input, else to the
 * endpoint's queue. Of the exchange's headers only those of the reply address have an effect. Returns when the broker has
 * the messages.
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
        String queue = event.getHeader(ReplyAddress.QUEUE, endpoint.getQueue(), String.class);
        String group = SessionKeys.key(event.getHeader(CognigyConstants.SESSION_KEY, String.class));
        // What nobody asked for is not the answer to an input.
        boolean asked = !event.getHeader(CognigyConstants.UNSOLICITED, false, Boolean.class);
        String correlationId = asked ? event.getHeader(ReplyAddress.CORRELATION_ID, String.class) : null;
        String traceparent = asked ? event.getHeader(TraceParent.HEADER, String.class) : null;
        for (RoadOutput said : RoadOutput.all(event)) {
            Answer answer = new Answer(queue, said.json(), said.headers(), correlationId, group, traceparent);
            endpoint.getComponent().outlet().send(answer.queue(), answer::message);
        }
    }
}
