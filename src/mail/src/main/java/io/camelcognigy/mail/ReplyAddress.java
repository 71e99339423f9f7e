package io.camelcognigy.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Where the bot's words go by mail: to one person, in one thread. A session remembers it as plain strings, of bounded
 * length; what is read back from there is looked at as if a stranger had written it.
 *
 * @param to the person's plain address; null if there is none
 * @param subject on one line; may be empty
 * @param inReplyTo the Message-ID of their latest mail; null if it had none
 * @param references the thread up to and with that mail, oldest first
 * @param sessionKey of the thread; null if there is none
 */
record ReplyAddress(String to, String subject, String inReplyTo, List<String> references, String sessionKey) {

    static final String ROAD = "road";
    static final String TO = "mailTo";
    static final String SUBJECT = "mailSubject";
    static final String IN_REPLY_TO = "mailInReplyTo";
    static final String REFERENCES = "mailReferences";
    static final String SESSION_KEY = "mailThread";

    private static final int MAX_SUBJECT = 250;
    private static final int MAX_REFERENCES_CHARS = 2_000;
    private static final Pattern KEY = Pattern.compile(ThreadTokens.KEY_PREFIX + "[0-9a-f]{32}");

    static ReplyAddress of(IncomingMail mail, String sessionKey) {
        List<String> references = new ArrayList<>(mail.references());
        if (mail.messageId() != null) {
            references.add(mail.messageId());
        }
        return new ReplyAddress(mail.sender(), mail.subject(), mail.messageId(), List.copyOf(references), sessionKey);
    }

    /** For the session to remember. Of a long thread it is the first mail and the latest ones. */
    Map<String, Object> remembered(String road) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put(ROAD, road);
        address.put(TO, to);
        address.put(SUBJECT, subject);
        address.put(SESSION_KEY, sessionKey);
        if (inReplyTo != null) {
            address.put(IN_REPLY_TO, inReplyTo);
        }
        if (!references.isEmpty()) {
            address.put(REFERENCES, String.join(" ", bounded(references)));
        }
        return Map.copyOf(address);
    }

    private static List<String> bounded(List<String> references) {
        List<String> kept = new ArrayList<>();
        kept.add(references.get(0));
        int chars = references.get(0).length();
        for (int i = references.size() - 1; i > 0; i--) {
            chars += 1 + references.get(i).length();
            if (chars > MAX_REFERENCES_CHARS) {
                break;
            }
            kept.add(1, references.get(i));
        }
        return kept;
    }

    /**
     * What a session remembered. What does not have its plain form is left out: no value gets into a header that does.
     *
     * @param remembered gives the value of a name, or null
     */
    static ReplyAddress of(UnaryOperator<String> remembered) {
        String subject = remembered.apply(SUBJECT);
        String key = remembered.apply(SESSION_KEY);
        List<String> inReplyTo = MessageIds.in(remembered.apply(IN_REPLY_TO));
        return new ReplyAddress(
                Sender.plain(remembered.apply(TO)).orElse(null),
                subject == null ? "" : OneLine.of(subject, MAX_SUBJECT),
                inReplyTo.size() == 1 ? inReplyTo.get(0) : null,
                MessageIds.in(remembered.apply(REFERENCES)),
                key != null && KEY.matcher(key).matches() ? key : null);
    }

    /** Whether a mail can go there, and the answer to it would find its session. */
    boolean isComplete() {
        return to != null && sessionKey != null;
    }

    @Override
    public String toString() {
        return "ReplyAddress[complete=" + isComplete() + "]";
    }
}
