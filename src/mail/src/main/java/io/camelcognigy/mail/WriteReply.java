package io.camelcognigy.mail;

import io.camelcognigy.CognigyMessage;
import io.camelcognigy.CognigyReply;
import io.camelcognigy.mail.ReplyBody.Output;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;

/**
 * Makes one mail of all outputs of a turn: the body becomes the finished answer, recipient and all, for {@code smtp:} to
 * send as it is. No body if the bot said nothing.
 */
public final class WriteReply implements Processor {

    private MailAccount account;

    public void setAccount(MailAccount value) {
        account = value;
    }

    @Override
    public void process(Exchange exchange) throws MessagingException, InvalidPayloadException {
        CognigyReply outputs = exchange.getMessage().getMandatoryBody(CognigyReply.class);
        exchange.getMessage().setBody(reply(exchange, outputs));
    }

    private MimeMessage reply(Exchange exchange, CognigyReply outputs) throws MessagingException {
        ReplyBody body = ReplyBody.of(outputs.stream().map(WriteReply::output).toList());
        if (body.isEmpty()) {
            return null;
        }
        IncomingMail mail = MailState.incoming(exchange);
        String messageId = account.threads().replyId(mail, MailState.sessionKey(exchange));
        return ReplyMail.write(mail, body, account.address(), messageId, account.clock());
    }

    private static Output output(CognigyMessage message) {
        return new Output(message.plainText(), message.get("data"));
    }
}
