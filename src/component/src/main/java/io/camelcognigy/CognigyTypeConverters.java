package io.camelcognigy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** What our bodies convert to: text for people, and JSON. */
final class CognigyTypeConverters {

    private CognigyTypeConverters() {}

    static void addTo(TypeConverterRegistry registry) {
        ObjectMapper mapper = new ObjectMapper();
        registry.addTypeConverter(
                String.class,
                CognigyMessage.class,
                new SimpleTypeConverter(false, (type, exchange, value) -> ((CognigyMessage) value).plainText()));
        registry.addTypeConverter(
                String.class,
                CognigyReply.class,
                new SimpleTypeConverter(false, (type, exchange, value) -> ((CognigyReply) value).plainText()));
        SimpleTypeConverter json = new SimpleTypeConverter(false, (type, exchange, value) -> mapper.valueToTree(value));
        registry.addTypeConverter(JsonNode.class, CognigyMessage.class, json);
        registry.addTypeConverter(JsonNode.class, CognigyReply.class, json);
    }
}
