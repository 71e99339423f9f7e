package io.camelcognigy.jms;

import io.camelcognigy.road.DeadLetterStore;
import io.camelcognigy.road.ReplayFilter;
import io.camelcognigy.road.ReplayPace;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replays dead letters exactly once: what takes a letter from its queue and what puts it into the queue of inputs is one
 * transaction of the broker. It looks first, and takes only what it has chosen then, by the letters' message ids.
 */
final class DeadLetterReplay implements DeadLetterStore {

    /** For a letter that was there a moment ago, and that somebody else may have taken meanwhile. */
    private static final long PATIENCE_MILLIS = 5_000;

    private final Supplier<Dialling> brokers;
    private final MessageProperties properties;
    private final String letters;
    private final String input;

    /**
     * @param brokers ways to the road's broker; each is closed after use
     * @param letters the queue of dead letters
     * @param input the queue that they may go back to
     */
    DeadLetterReplay(Supplier<Dialling> brokers, MessageProperties properties, String letters, String input) {
        this.brokers = brokers;
        this.properties = properties;
        this.letters = letters;
        this.input = input;
    }

    private interface Work<T> {
        T with(Connection connection) throws JMSException;
    }

    @Override
    public Found find(Wanted wanted) {
        Map<String, Long> byReason = new TreeMap<>();
        return connected(connection -> {
            ReplayFilter filter = look(connection, wanted, (id, reason) -> {
                byReason.merge(reason, 1L, Long::sum);
                return true;
            });
            // Those that were replayed are not here any more.
            return filter.found(byReason, 0);
        });
    }

    @Override
    public long replay(Wanted wanted, long max, int perSecond) {
        ReplayPace pace = new ReplayPace(perSecond);
        return connected(connection -> {
            List<String> ids = new ArrayList<>();
            look(connection, wanted, (id, reason) -> ids.size() < max && ids.add(id));
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue(input));
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            long sent = 0;
            for (int from = 0; from < ids.size(); from += pace.batch()) {
                List<String> batch = ids.subList(from, Math.min(ids.size(), from + pace.batch()));
                int moved = move(session, producer, batch);
                sent += moved;
                pace.after(moved);
            }
            return sent;
        });
    }

    /** Takes these letters and sends them as inputs, all or none. Fewer, if somebody else has taken some. */
    private int move(Session session, MessageProducer producer, List<String> ids) throws JMSException {
        String these = ids.stream()
                .map(id -> "'" + id.replace("'", "''") + "'")
                .collect(Collectors.joining(",", "JMSMessageID IN (", ")"));
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(letters), these)) {
            int moved = 0;
            Message letter;
            while (moved < ids.size() && (letter = consumer.receive(PATIENCE_MILLIS)) != null) {
                producer.send(input(letter));
                moved++;
            }
            // What is not committed when the connection goes stays where it was.
            session.commit();
            return moved;
        }
    }

    /**
     * Reads through the letters, the oldest first.
     *
     * @param each told of each that may be replayed, by message id and reason; false: that is enough
     */
    private ReplayFilter look(Connection connection, Wanted wanted, BiPredicate<String, String> each)
            throws JMSException {
        ReplayFilter filter = new ReplayFilter(wanted);
        String since = wanted.since() == null
                ? null
                : "JMSTimestamp >= " + wanted.since().toEpochMilli();
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(letters), since)) {
            Enumeration<?> found = browser.getEnumeration();
            boolean more = true;
            while (more && found.hasMoreElements()) {
                Message letter = (Message) found.nextElement();
                String id = letter.getJMSMessageID();
                String reason = text(letter, DeadLetter.REASON);
                if (filter.admits(new ReplayFilter.Letter(
                        reason,
                        text(letter, DeadLetter.OUTCOME),
                        text(letter, DeadLetter.CUT) != null,
                        text(letter, ReplayFilter.REPLAY_COUNT),
                        id == null || !isInput(text(letter, DeadLetter.QUEUE))))) {
                    more = each.test(id, reason);
                }
            }
        }
        return filter;
    }

    /** A road may read one queue of several that an address has; letters say the address. */
    private boolean isInput(String queue) {
        return input.equals(queue) || queue != null && input.startsWith(queue + "::");
    }

    /** As it came. */
    private Message input(Message letter) throws JMSException {
        Map<String, String> added = new HashMap<>();
        int replays = ReplayFilter.replays(text(letter, ReplayFilter.REPLAY_COUNT)) + 1;
        added.put(ReplayFilter.REPLAY_COUNT, Integer.toString(replays));
        String id = text(letter, DeadLetter.MESSAGE_ID);
        boolean keyed = text(letter, "JMSXGroupID") != null || text(letter, "sessionKey") != null;
        properties.change(letter, name -> name.startsWith(DeadLetter.PREFIX), added);
        if (letter.getJMSCorrelationID() == null && keyed) {
            // The answers carry what they would have carried: its message id, which is another now.
            letter.setJMSCorrelationID(id);
        }
        return letter;
    }

    /** Null where there is none, or nothing that is text: anybody may have put it there. */
    private static String text(Message message, String name) {
        try {
            return message.getStringProperty(name);
        } catch (JMSException | RuntimeException e) {
            return null;
        }
    }

    private <T> T connected(Work<T> work) {
        try (Dialling broker = brokers.get();
                Connection connection = broker.connect()) {
            connection.start();
            return work.with(connection);
        } catch (JMSException e) {
            throw new IllegalStateException("the broker of the dead letters: " + PlainBroker.explain(e), e);
        }
    }
}
