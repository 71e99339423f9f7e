package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The bot of the extension does what the script says, and the endpoint tells what it heard. */
class CognigyEndpointTest {

    private static final int CUT = 1006;

    @RegisterExtension
    final CognigyEndpoint bot = CognigyEndpoint.create()
            .on("hello", answer -> answer.say("Hello, Anna", "How can I help?"))
            .on("again", answer -> answer.say("one"), answer -> answer.say("two"))
            .on("slow", answer -> answer.typing().pause(Duration.ofMillis(50)).say("there"));

    @Test
    void aTextHasItsAnswerAndAFinalPing() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "hello");
            assertThat(client.next()).contains("Hello, Anna", "\"source\":\"bot\"");
            assertThat(client.next()).contains("How can I help?");
            assertThat(client.next()).contains("finalPing");
        }
        assertThat(bot.heardTexts()).containsExactly("hello");
        assertThat(bot.heard("s-1")).hasSize(1);
        assertThat(bot.heard("s-2")).isEmpty();
    }

    @Test
    void whatNoRuleKnowsIsRepeated() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "what?");
            assertThat(client.next()).contains("You said: what?");
            client.event("finalPing");
        }
    }

    @Test
    void theSecondHearingGetsTheSecondAnswerAndTheLastForGood() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            for (String expected : List.of("one", "two", "two")) {
                say(client, "again");
                assertThat(client.next()).contains("\"" + expected + "\"");
                client.event("finalPing");
            }
        }
    }

    @Test
    void theLatestRuleThatFitsCounts() {
        bot.on("hello", answer -> answer.say("Not today"));
        bot.on(input -> input.data() != null, answer -> answer.say("Data!"));

        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "hello");
            assertThat(client.next()).contains("Not today");
        }
    }

    @Test
    void stepsComeInTheirOrderAcrossAPause() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "slow");
            assertThat(client.next()).contains("typingOn");
            assertThat(client.next()).contains("there");
            client.event("finalPing");
        }
    }

    @Test
    void anAnswerCanBeStreamed() {
        bot.on("explain", answer -> answer.stream("The answer ", "is 42."));

        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "explain");
            String first = client.next();
            String id = first.replaceAll(".*\"_messageId\":\"([^\"]*)\".*", "$1");
            assertThat(first).contains("\"The answer \"").doesNotContain("_finishReason");
            assertThat(client.next()).contains("\"is 42.\"", id);
            assertThat(client.next()).contains("\"text\":\"\"", id, "\"_finishReason\":\"stop\"");
            client.event("finalPing");
        }
    }

    @Test
    void whatIsSaidAfterTheFinalPingComesAfterIt() {
        bot.on("order", answer -> answer.say("Done").finalPing().say("It is on its way"));

        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "order");
            assertThat(client.next()).contains("Done");
            client.event("finalPing");
            assertThat(client.next()).contains("on its way");
        }
    }

    @Test
    void aTurnCanEndInEveryOtherWay() {
        bot.on("error", answer -> answer.error("no", "E1"))
                .on("exception", answer -> answer.exception("no", "E2"))
                .on("stop", Answer::stopFlow)
                .on("garbage", answer -> answer.frame("what?").noFinalPing())
                .on("drop", answer -> answer.say("One moment").drop());

        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "error");
            assertThat(client.next()).contains("\"type\":\"error\"", "E1");
            client.event("finalPing");
            say(client, "exception");
            assertThat(client.event("exception")).contains("E2");
            say(client, "stop");
            assertThat(client.event("finalPing")).contains("cognigyStopFlow");
            say(client, "garbage");
            client.expect("what?");
            say(client, "drop");
            assertThat(client.next()).contains("One moment");
            assertThat(client.closeCode()).isEqualTo(CUT);
        }
    }

    @Test
    void bytesGoOutBelowTheWebSocket() {
        bot.on("bytes", answer -> answer.bytes((byte) 0xff, (byte) 0xff, (byte) 0xff));

        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "bytes");
            assertThat(client.closeCode()).isNotEqualTo(1000);
        }
    }

    @Test
    void aFaultThatNeedsItsMomentIsNoStepOfAnAnswer() {
        Answer answer = new Answer(new ReceivedInput(1, "u", "s", "hi", null, false, Map.of()));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> answer.fail(FailAt.BEFORE_READY))
                .withMessageContaining("failNext");
    }

    @Test
    void aConnectionCanBeCutRightAfterReadiness() {
        bot.failNext(FailAt.AFTER_READY);

        try (RawClient client = RawClient.open(bot.server(), 3, RawClient.query("s-1"))) {
            client.expect("0{");
            client.expect("40");
            client.event("endpoint-ready");
            assertThat(client.closeCode()).isEqualTo(CUT);
        }
        RawClient.ready(bot.server(), "s-1").close();
    }

    @Test
    void aNotifyComesUnaskedAndMayBeAPersons() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            bot.notify("s-1", "Your order is there");
            assertThat(client.next()).contains("Your order is there");
            bot.notify("s-1", Message.of("Clara here").fromPerson());
            assertThat(client.next()).contains("Clara here", "\"source\":\"agent\"");
        }
    }

    @Test
    void anInjectLetsTheBotAnswerWhatNobodySent() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            bot.inject("s-1", "hello");
            assertThat(client.next()).contains("Hello, Anna");
        }
        assertThat(bot.heard()).isEmpty();
    }

    @Test
    void aServerThatIsDownRefusesAndComesBackOnItsPort() throws IOException {
        int port = bot.server().port();
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            bot.down();
            assertThat(client.closeCode()).isEqualTo(CUT);
        }
        assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(IOException.class);

        bot.up();

        assertThat(bot.server().port()).isEqualTo(port);
        RawClient.ready(bot.server(), "s-1").close();
    }

    @Test
    void inputsCanBeWaitedFor() {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            say(client, "slow");

            assertThat(bot.awaitHeard(1)).extracting(ReceivedInput::text).containsExactly("slow");
        }
    }

    private static void say(RawClient client, String text) {
        client.send(RawClient.input("s-1", text));
    }
}
