package io.camelcognigy.mail;

import io.camelcognigy.mail.ReplyBody.Output;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Makes one mail of what a route ends with: the outputs of a turn, or a text. */
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
        ReplyBody body = ReplyBody.of(outputs(exchange));
        return body.isEmpty() ? null : ReplyMail.write(mail, body, from, threads.replyId(mail, sessionKey), clock);
    }

    private static List<Output> outputs(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
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
        String text = exchange.getMessage().getBody(String.class);
        return text == null ? List.of() : List.of(new Output(text, null));
    }

    private static Output output(Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Output(map.get("text") instanceof String text ? text : "", map.get("data"));
        }
        return new Output(value == null ? "" : value.toString(), null);
    }
}
