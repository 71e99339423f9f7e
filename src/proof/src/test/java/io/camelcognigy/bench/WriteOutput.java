package io.camelcognigy.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Writes an event of the component as the JSON of {@code chat.output}: always the five keys, in this order, null where
 * there is nothing.
 */
public final class WriteOutput implements Processor {

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    public void process(Exchange exchange) throws JsonProcessingException {
        Message message = exchange.getMessage();
        Map<?, ?> event = message.getBody(Map.class);
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("type", message.getHeader("CamelCognigyEvent"));
        output.put("sessionKey", message.getHeader("CamelCognigySessionKey"));
        output.put("sessionId", message.getHeader("CamelCognigySessionId"));
        output.put("text", event.get("text"));
        // An output transformer may send any shape (PROTOCOL §8): what is no message goes out as data.
        output.put("data", event.get("data") == null ? event.get("raw") : event.get("data"));
        message.setBody(mapper.writeValueAsString(output));
    }
}
