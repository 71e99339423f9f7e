package io.camelcognigy.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The bridge's own address and its rules, shared by the steps of the route. Its properties are set once, before the first
 * mail.
 */
public final class MailAccount {

    private static final int REMEMBERED = 10_000;

    /** What was answered lately, in case the server could not be told. */
    private final Set<String> answered = Collections.synchronizedSet(Collections.newSetFromMap(lru()));

    private Clock clock = Clock.systemUTC();
    private InternetAddress address;
    private String plainAddress;
    private String secret;
    private int answersPerHour = 20;
    private int maxBytes = 25 * 1024 * 1024;
    private RateLimit rateLimit;
    private MailThreads threads;

    /** Who answers: {@code bot@example.com}, or with a name, {@code Support <bot@example.com>}. Required. */
    public void setAddress(String value) throws AddressException {
        InternetAddress[] addresses = InternetAddress.parse(value, true);
        if (addresses.length != 1) {
            throw new AddressException("one address is needed", value);
        }
        plainAddress = Sender.plain(addresses[0].getAddress())
                .orElseThrow(() -> new AddressException("no plain address", value));
        address = addresses[0];
    }

    /** Proves that a Message-ID is ours; the same at every start, or no answer finds its session again. Required. */
    public void setSecret(String value) {
        secret = value;
    }

    /** The most mails of one sender that are answered within any hour; 20. */
    public void setAnswersPerHour(int value) {
        answersPerHour = value;
    }

    /** The largest mail that is read, attachments included; 25 MB. */
    public void setMaxBytes(int value) {
        maxBytes = value;
    }

    void setClock(Clock value) {
        clock = value;
    }

    Clock clock() {
        return clock;
    }

    InternetAddress address() {
        return address;
    }

    int maxBytes() {
        return maxBytes;
    }

    AutomaticMail automaticMail() {
        return new AutomaticMail(plainAddress);
    }

    synchronized RateLimit rateLimit() {
        if (rateLimit == null) {
            rateLimit = new RateLimit(answersPerHour, REMEMBERED, clock);
        }
        return rateLimit;
    }

    synchronized MailThreads threads() {
        if (threads == null) {
            if (secret == null || secret.isBlank() || plainAddress == null) {
                throw new IllegalStateException("the mail account needs an address and a secret");
            }
            threads = new MailThreads(
                    new ThreadTokens(secret, plainAddress.substring(plainAddress.lastIndexOf('@') + 1)));
        }
        return threads;
    }

    void answered(IncomingMail mail) {
        answered.add(mail.sender() + " " + mail.identity());
    }

    boolean wasAnswered(IncomingMail mail) {
        return answered.contains(mail.sender() + " " + mail.identity());
    }

    private static Map<String, Boolean> lru() {
        return new LinkedHashMap<>(16, 0.75f, false) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
