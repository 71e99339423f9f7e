package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.session.OutputNotRoutedException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** With {@code replyMatch}, an event becomes an exchange of those consumers only to whom its reply address belongs. */
class ReplyMatchTest extends CognigyTestSupport {

    private static final String TO_SUPPORT = "cognigy:support?replyHeaders=road";

    private final Queue<String> kafka = new ConcurrentLinkedQueue<>();
    private final Queue<String> mail = new ConcurrentLinkedQueue<>();
    private final Queue<String> all = new ConcurrentLinkedQueue<>();
    private final Queue<String> events = new ConcurrentLinkedQueue<>();

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?replyMatch=road:kafka").process(textTo(kafka));
                from("cognigy:support?replyMatch=road:mail").process(textTo(mail));
                from("cognigy:support?replyMatch=road:mail&events=connected,finalPing")
                        .process(exchange ->
                                events.add(exchange.getMessage().getHeader(CognigyConstants.EVENT, String.class)));
                from("cognigy:sales?replyMatch=road:kafka").process(textTo(kafka));
                from("cognigy:sales").process(textTo(all));
            }
        };
    }

    private static Processor textTo(Queue<String> texts) {
        return exchange -> texts.add(exchange.getMessage().getBody(String.class));
    }

    @Test
    void eachConsumerGetsItsOwnEventsOnly() throws Exception {
        tell(TO_SUPPORT, "one", SESSION_KEY, "alice", "road", "kafka");
        tell(TO_SUPPORT, "two", SESSION_KEY, "bob", "road", "mail");
        tell(TO_SUPPORT, "three", SESSION_KEY, "alice", "road", "mail");

        assertThat(kafka).containsExactly("You said: one");
        assertThat(mail).containsExactly("You said: two", "You said: three");
        // A connection comes before the first input, and so before a reply address.
        await().untilAsserted(() -> assertThat(events).containsExactly("finalPing", "finalPing"));
    }

    @Test
    void aConsumerWithoutTheOptionGetsAllEvents() throws Exception {
        tell("cognigy:sales?replyHeaders=road", "one", SESSION_KEY, "alice", "road", "kafka");
        tell("cognigy:sales?replyHeaders=road", "two", SESSION_KEY, "bob");

        assertThat(all).containsExactly("You said: one", "You said: two");
        assertThat(kafka).containsExactly("You said: one");
    }

    @Test
    void aTurnFailsIfNoConsumerMatchesItsReplyAddress() throws Exception {
        Exchange without = tell(TO_SUPPORT, "one", SESSION_KEY, "alice");
        Exchange other = tell(TO_SUPPORT, "two", SESSION_KEY, "bob", "road", "jms");

        assertThat(without.getException())
                .isInstanceOf(OutputNotRoutedException.class)
                .hasMessageContaining("replyMatch");
        assertThat(other.getException()).isInstanceOf(OutputNotRoutedException.class);
        assertThat(kafka).isEmpty();
        assertThat(mail).isEmpty();
    }

    @Test
    void anUnsolicitedOutputFollowsTheLatestReplyAddress() throws Exception {
        tell(TO_SUPPORT, "one", SESSION_KEY, "alice", "road", "kafka");
        tell(TO_SUPPORT, "silent", SESSION_KEY, "alice", "road", "mail");

        endpoint.push("alice", "by the way");

        await().untilAsserted(() -> assertThat(mail).containsExactly("by the way"));
        assertThat(kafka).containsExactly("You said: one");
    }

    @Test
    void aHeaderOfBytesMatchesLikeItsText() throws Exception {
        template.asyncSend(TO_SUPPORT, exchange -> {
                    exchange.getMessage().setBody("one");
                    exchange.getMessage().setHeader(SESSION_KEY, "alice");
                    exchange.getMessage().setHeader("road", "kafka".getBytes(StandardCharsets.UTF_8));
                })
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(kafka).containsExactly("You said: one");
    }
}
