package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.test.ReceivedInput;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.trait.message.MessageTrait;
import org.apache.camel.trait.message.RedeliveryTraitPayload;
import org.junit.jupiter.api.Test;

/**
 * With {@code markRedelivered} a flow can tell whether it may have seen an input before: its data carry the message id,
 * and say so. Without it, nothing is added.
 */
class RedeliveryMarkTest extends CognigyTestSupport {

    private static final String MARKING = "cognigy:support?markRedelivered=true";

    private ReceivedInput received(String uri, Object body, boolean redelivered) {
        Exchange exchange = template.request(uri, asked -> {
            asked.setPattern(ExchangePattern.InOut);
            asked.getMessage().setHeader(SESSION_KEY, "alice");
            asked.getMessage().setBody(body);
            asked.getMessage().setMessageId("chat.input-3@17");
            asked.getMessage()
                    .setPayloadForTrait(
                            MessageTrait.REDELIVERY,
                            redelivered ? RedeliveryTraitPayload.IS_REDELIVERY : RedeliveryTraitPayload.NON_REDELIVERY);
        });
        assertThat(exchange.getException()).isNull();
        return endpoint.journal().inputs().get(0);
    }

    @Test
    void whatWasDeliveredBeforeSaysSo() {
        assertThat(received(MARKING, "hello", true).data())
                .isEqualTo(Map.of("_camel", Map.of("messageId", "chat.input-3@17", "redelivered", true)));
    }

    @Test
    void whatWasNotHasItsIdOnly() {
        assertThat(received(MARKING, "hello", false).data())
                .isEqualTo(Map.of("_camel", Map.of("messageId", "chat.input-3@17")));
    }

    @Test
    void theSendersDataStayAndItsOwnMarkDoesNot() {
        Map<String, Object> body =
                Map.of("text", "hello", "data", Map.of("order", 7, "_camel", Map.of("messageId", "forged")));
        assertThat(received(MARKING, body, false).data())
                .isEqualTo(Map.of("order", 7, "_camel", Map.of("messageId", "chat.input-3@17")));
    }

    @Test
    void aMereResetStaysOne() {
        assertThat(received(MARKING, Map.of("resetFlow", true), true).data()).isNull();
    }

    @Test
    void withoutTheOptionNothingIsAdded() {
        assertThat(received("cognigy:support", "hello", true).data()).isNull();
    }
}
