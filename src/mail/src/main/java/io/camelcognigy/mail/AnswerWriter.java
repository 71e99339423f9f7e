package io.camelcognigy.mail;

import io.camelcognigy.mail.ReplyBody.Output;
import io.camelcognigy.mail.ReplyMail.Kind;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes one mail of what a route ends with: the outputs of a turn, what was said unasked, or a text. */
final class AnswerWriter {

    private final InternetAddress from;
    private final MailThreads threads;
    private final Clock clock;

    AnswerWriter(InternetAddress from, MailThreads threads, Clock clock) {
        this.from = from;
        this.threads = threads;
        this.clock = clock;
    }

    /** Null if there is nothing to say. */
    MimeMessage write(Exchange exchange, IncomingMail mail, String sessionKey) throws MessagingException {
        ReplyBody body = body(exchange.getMessage());
        return body.isEmpty()
                ? null
                : ReplyMail.write(
                        Kind.ANSWER,
                        ReplyAddress.of(mail, sessionKey),
                        body,
                        from,
                        threads.replyId(mail, sessionKey),
                        clock);
    }

    /**
     * What was said unasked.
     *
     * @param address without which nobody gets the mail, nor does its id lead to a session
     * @param identity no other mail's
     */
    MimeMessage unasked(ReplyBody body, ReplyAddress address, String identity) throws MessagingException {
        return ReplyMail.write(Kind.UNASKED, address, body, from, threads.unaskedId(address, identity), clock);
    }

    /** What a message says. */
    static ReplyBody body(Message message) {
        return ReplyBody.of(outputs(message));
    }

    private static List<Output> outputs(Message message) {
        Object body = message.getBody();
        if (body == null) {
            return List.of();
        }
        if (body instanceof Collection<?> several) {
            List<Output> outputs = new ArrayList<>();
            several.forEach(one -> outputs.add(output(one)));
            return outputs;
        }
        if (body instanceof Map<?, ?>) {
            return List.of(output(body));
        }
        String text = message.getBody(String.class);
        return text == null ? List.of() : List.of(new Output(text, null));
    }

    private static Output output(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Output(map.get("text") instanceof String text ? text : "", map.get("data"));
        }
        return new Output(value == null ? "" : value.toString(), null);
    }
}
