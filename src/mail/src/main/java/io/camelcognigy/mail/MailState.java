package io.camelcognigy.mail;

import jakarta.mail.Message;
import org.apache.camel.Exchange;

/** Where the steps of the route keep what belongs to the mail: in exchange properties, out of any header's reach. */
final class MailState {

    /** Why the mail is not answered; absent if it is. A route may read it. */
    static final String NOT_ANSWERED = "mailNotAnswered";
    /** The mail's number in its folder, for log lines. */
    static final String UID = "mailUid";

    private static final String ON_SERVER = "mailOnServer";
    private static final String INCOMING = "mailIncoming";
    private static final String SESSION_KEY = "mailSessionKey";

    private MailState() {}

    static void onServer(Exchange exchange, Message message) {
        exchange.setProperty(ON_SERVER, message);
    }

    static Message onServer(Exchange exchange) {
        return exchange.getProperty(ON_SERVER, Message.class);
    }

    static void incoming(Exchange exchange, IncomingMail mail, String sessionKey) {
        exchange.setProperty(INCOMING, mail);
        exchange.setProperty(SESSION_KEY, sessionKey);
    }

    static IncomingMail incoming(Exchange exchange) {
        return exchange.getProperty(INCOMING, IncomingMail.class);
    }

    static String sessionKey(Exchange exchange) {
        return exchange.getProperty(SESSION_KEY, String.class);
    }
}
