package io.camelcognigy.jms;

import io.camelcognigy.road.RejectedRecordException;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination.TYPE;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * The queues that a message's JMSReplyTo may name.
 *
 * <p>A message only claims that its reply queue is a temporary one. So the word {@code temporary} on the list allows a
 * name, not a kind: a UUID, which is how Artemis names temporary queues, and which nobody can guess who was not told.
 */
final class ReplyQueues {

    private static final String TEMPORARY = "temporary";
    private static final Pattern UUID =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    private final Set<String> allowed;

    /** @param names of queues, separated by commas; {@code temporary} stands for all temporary queues */
    ReplyQueues(String names) {
        allowed = Stream.of(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The name of the queue, if it may be named and is there.
     *
     * @param wanted null for none, and then the result is, too
     */
    String name(Destination wanted, ActiveMQSession session) throws JMSException, RejectedRecordException {
        if (wanted == null) {
            return null;
        }
        String name = queueName(wanted);
        if (name == null || !allows(name)) {
            throw refused();
        }
        requireTemporary(name, session);
        return name;
    }

    /**
     * A temporary queue goes with the connection of its owner; Artemis would make anew one that is gone, or never was, and
     * keep answers there that nobody can read.
     */
    static void requireTemporary(String name, ActiveMQSession session) throws JMSException, RejectedRecordException {
        if (isTemporary(name) && !exists(name, session)) {
            throw new RejectedRecordException("BRIDGE-REPLY-QUEUE-GONE", "the temporary reply queue is not there");
        }
    }

    private boolean allows(String name) {
        return names(name) || allowsTemporary() && isTemporary(name);
    }

    boolean names(String name) {
        return allowed.contains(name) && !name.equals(TEMPORARY);
    }

    boolean allowsTemporary() {
        return allowed.contains(TEMPORARY);
    }

    static RejectedRecordException refused() {
        return new RejectedRecordException(
                "BRIDGE-REPLY-QUEUE", "JMSReplyTo names a destination that is not one of replyDestinations");
    }

    /** Whether it is named as Artemis names temporary queues. */
    static boolean isTemporary(String name) {
        return UUID.matcher(name).matches();
    }

    private static boolean exists(String name, ActiveMQSession session) throws JMSException {
        try {
            synchronized (session) {
                return session.getCoreSession()
                        .queueQuery(SimpleString.of(name))
                        .isExists();
            }
        } catch (ActiveMQException e) {
            throw (JMSException) new JMSException("the broker does not say whether a queue exists").initCause(e);
        }
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
