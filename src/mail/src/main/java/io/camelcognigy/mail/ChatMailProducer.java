package io.camelcognigy.mail;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Mails what a bot says outside of a turn, each to the person of its session, in their thread: through the road of that name
 * that reads a mailbox in the same Camel context, with its servers and its limits. The exchange goes on when the SMTP server
 * has the mail, or the failed folder its dead letter; it fails where neither can be, and where no such road runs. What a mail
 * cannot say is nothing to send.
 */
public class ChatMailProducer extends DefaultAsyncProducer {

    private final ChatMailEndpoint endpoint;

    ChatMailProducer(ChatMailEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String road = endpoint.getConfiguration().getRoad();
        UnaskedMails mails = endpoint.getComponent().unasked(road);
        try {
            if (mails == null) {
                throw new IllegalStateException("no road " + road + " from chat-mail: runs here");
            }
            mails.send(exchange.getMessage(), failure -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
