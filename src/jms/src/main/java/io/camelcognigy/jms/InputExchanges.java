package io.camelcognigy.jms;

import io.camelcognigy.CognigyConstants;
import io.camelcognigy.road.RoadInput;
import io.camelcognigy.session.SessionRegister;
import jakarta.jms.JMSException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.trait.message.MessageTrait;
import org.apache.camel.trait.message.RedeliveryTraitPayload;

/** Makes the exchange of an input, InOut, in either mode of the road. */
final class InputExchanges {

    private InputExchanges() {}

    /**
     * @param owner whose the session is from now on
     * @param said what goes to the bot
     * @param again whether the bot may have heard it before
     */
    static Exchange exchange(
            DefaultConsumer consumer,
            ChatJmsEndpoint endpoint,
            SessionRegister owner,
            JmsInput input,
            RoadInput said,
            jakarta.jms.Message taken,
            boolean again)
            throws JMSException {
        Exchange exchange = consumer.createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        exchange.setProperty(CognigyConstants.REPLY_ADDRESS, ReplyAddress.of(endpoint.getRoad(), input));
        exchange.setProperty(CognigyConstants.SESSION_OWNER, owner);
        exchange.setProperty(CognigyConstants.STREAM, input.stream() == null ? endpoint.getStream() : input.stream());
        Message message = exchange.getMessage();
        // Nothing of the message's own is a header, but what is named: from here on its sender steers nothing.
        input.headers().forEach(message::setHeader);
        message.setHeader(CognigyConstants.SESSION_KEY, input.sessionKey());
        said.applyTo(message);
        message.setMessageId(taken.getJMSMessageID());
        message.setPayloadForTrait(
                MessageTrait.REDELIVERY,
                again ? RedeliveryTraitPayload.IS_REDELIVERY : RedeliveryTraitPayload.NON_REDELIVERY);
        return exchange;
    }
}
