package io.camelcognigy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UnsupportedEncodingException;
import org.apache.camel.Converter;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/** What our bodies convert to: text for people in all the forms that components write, and JSON. */
@Converter(generateLoader = true)
public final class CognigyConverter {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CognigyConverter() {}

    @Converter
    public static String toString(CognigyMessage message) {
        return message.plainText();
    }

    @Converter
    public static String toString(CognigyReply reply) {
        return reply.plainText();
    }

    /** In the exchange's charset, UTF-8 where it names none. */
    @Converter
    public static byte[] toBytes(CognigyMessage message, Exchange exchange) throws UnsupportedEncodingException {
        return bytes(message.plainText(), exchange);
    }

    /** In the exchange's charset, UTF-8 where it names none. */
    @Converter
    public static byte[] toBytes(CognigyReply reply, Exchange exchange) throws UnsupportedEncodingException {
        return bytes(reply.plainText(), exchange);
    }

    @Converter
    public static InputStream toStream(CognigyMessage message, Exchange exchange) throws UnsupportedEncodingException {
        return new ByteArrayInputStream(bytes(message.plainText(), exchange));
    }

    @Converter
    public static InputStream toStream(CognigyReply reply, Exchange exchange) throws UnsupportedEncodingException {
        return new ByteArrayInputStream(bytes(reply.plainText(), exchange));
    }

    @Converter
    public static Reader toReader(CognigyMessage message) {
        return new StringReader(message.plainText());
    }

    @Converter
    public static Reader toReader(CognigyReply reply) {
        return new StringReader(reply.plainText());
    }

    @Converter
    public static JsonNode toJson(CognigyMessage message) {
        return MAPPER.valueToTree(message);
    }

    @Converter
    public static JsonNode toJson(CognigyReply reply) {
        return MAPPER.valueToTree(reply);
    }

    private static byte[] bytes(String text, Exchange exchange) throws UnsupportedEncodingException {
        String charset = exchange == null ? null : ExchangeHelper.getCharsetName(exchange, false);
        return text.getBytes(charset == null ? "UTF-8" : charset);
    }
}
