package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination.TYPE;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Puts the name of the queue that a JMS message wants its answers on into the header {@code replyQueue}, if it names one
 * and may.
 *
 * <p>A message only claims that its reply queue is a temporary one. So the word {@code temporary} on the list allows a
 * name, not a kind: a UUID, which is how Artemis names temporary queues, and which nobody can guess who was not told.
 */
public final class ReplyQueue implements Processor {

    private static final String TEMPORARY = "temporary";
    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private Set<String> allowed = Set.of();

    /** Names of queues, separated by commas; {@code temporary} stands for all temporary queues. */
    public void setAllowed(String names) {
        allowed = Stream.of(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void process(Exchange exchange) throws JMSException, RejectedRecordException {
        Destination wanted = ((Message) exchange.getMessage().getBody()).getJMSReplyTo();
        if (wanted != null) {
            exchange.getMessage().setHeader("replyQueue", name(wanted));
        }
    }

    private String name(Destination wanted) throws JMSException, RejectedRecordException {
        String name = queueName(wanted);
        if (name != null
                && (allowed.contains(name) && !name.equals(TEMPORARY)
                        || allowed.contains(TEMPORARY) && isTemporary(name))) {
            return name;
        }
        throw new RejectedRecordException(
                "BRIDGE-REPLY-QUEUE", "JMSReplyTo names a destination that is not one of jms.reply-destinations");
    }

    static boolean isTemporary(String name) {
        return UUID.matcher(name).matches();
    }

    /** Null if it is no queue. A name without a kind, as STOMP clients give it, is a queue's. */
    private static String queueName(Destination destination) throws JMSException {
        if (destination instanceof Queue queue) {
            return queue.getQueueName();
        }
        return destination instanceof ActiveMQDestination named && named.getType() == TYPE.DESTINATION
                ? named.getName()
                : null;
    }
}
