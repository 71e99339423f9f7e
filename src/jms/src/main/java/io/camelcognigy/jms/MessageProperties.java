package io.camelcognigy.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Map;
import java.util.function.Predicate;

/** Changes the properties of a message that was received, so that it can be sent on; its body stays as it is, unread. */
interface MessageProperties {

    /**
     * @param dropped the names that go
     * @param added text; null values are left out
     */
    void change(Message message, Predicate<String> dropped, Map<String, String> added) throws JMSException;
}
