package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo bot does for each word what its Javadoc says. */
class DemoBotTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello       | typing true, You said: hello {}, finalPing regular",
                "Hello World | typing true, You said: Hello World {}, finalPing regular",
                "count       | 1 of 3 {}, 2 of 3 {}, 3 of 3 {}, finalPing regular",
                "Several     | 1 of 3 {}, 2 of 3 {}, 3 of 3 {}, finalPing regular",
                "count 1     | 1 of 1 {}, finalPing regular",
                "count 0     | finalPing regular",
                "silent      | finalPing regular",
                "hang        | I will never finish this {}",
                "error       | error DEMO_ERROR, finalPing regular",
                "exception   | exception DEMO_EXCEPTION",
                "slow 20     | typing true, after 20, typing false, That took 20 ms {}, finalPing regular",
                "late 20     | The end comes in 20 ms {}, after 20, finalPing regular",
                "later 20    | More comes in 20 ms {}, finalPing regular, after 20, This came later {}",
                "stop        | The flow stops here {}, finalPing cognigyStopFlow",
                "legacy      | This turn ends as in old times {}, envelope finalPing",
                "inject 20   | The flow runs again in 20 ms {}, finalPing regular, after 20, inject This was injected",
                "odd         | event somethingNew, envelope somethingNew, envelope output, finalPing regular",
                "menus       | typing true, You said: menus {}, finalPing regular"
            })
    void aWordHasItsAnswer(String text, String answer) {
        assertThat(String.join(", ", answerTo(text, null, false))).isEqualTo(answer);
    }

    @Test
    void dataIsRepeated() {
        assertThat(answerTo("", Map.of("order", 17), false))
                .containsExactly("You sent data {order=17}", "finalPing regular");
        assertThat(answerTo("hi", Map.of("order", 17), false)).contains("You said: hi {order=17}");
    }

    @Test
    void aPureResetIsAnswered() {
        assertThat(answerTo(null, null, true)).containsExactly("Let us start again {}", "finalPing regular");
    }

    @Test
    void theMenuHasQuickRepliesAndNoTextOfItsOwn() {
        assertThat(answerTo("menu", null, false))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("null {_cognigy={_default={_quickReplies=");
    }

    @Test
    void helpNamesEveryWord() {
        assertThat(answerTo("help", null, false).get(0))
                .contains("menu", "gallery", "card", "stream", "person", "several", "slow", "inject", "hang", "odd");
    }

    @ParameterizedTest
    @CsvSource({"buttons, _buttons", "gallery, _gallery", "list, _list", "image, _image", "card, _adaptiveCard"})
    void aStructuredMessageHasOneMemberAndNoTextOfItsOwn(String word, String member) {
        assertThat(answerTo(word, null, false))
                .hasSize(2)
                .first()
                .asString()
                .startsWith("null {_cognigy={_default={" + member + "=");
    }

    @Test
    void aStreamIsPiecesOfOneMessageIdAndAMarkOfItsEnd() {
        DemoBot bot = new DemoBot();
        List<String> first = outputs(say(bot, "s-1", "stream 20"));
        List<String> second = outputs(say(bot, "s-1", "stream 20"));

        assertThat(first).hasSizeGreaterThan(3);
        String id = first.get(0).replaceAll(".*_messageId=([^}]*)}}", "$1");
        assertThat(first).allMatch(output -> output.contains("_messageId=" + id));
        assertThat(first)
                .filteredOn(output -> output.contains("_finishReason"))
                .containsExactly(first.get(first.size() - 1));
        assertThat(second).noneMatch(output -> output.contains("_messageId=" + id + "}"));
    }

    @Test
    void aPersonTakesOverAfterTheQueueUntilBye() {
        DemoBot bot = new DemoBot();

        assertThat(say(bot, "s-1", "person 20"))
                .startsWith("I connect you to a person; bye ends it {}", "finalPing regular")
                .anyMatch(said -> said.contains("queueUpdate") && said.contains("position=2"))
                .anyMatch(said -> said.contains("liveAgentEvent") && said.contains("agentName=Clara"))
                .last()
                .asString()
                .startsWith("person Hello");
        assertThat(say(bot, "s-2", "hello")).contains("You said: hello {}");
        assertThat(say(bot, "s-1", "hello"))
                .startsWith("finalPing regular")
                .last()
                .isEqualTo("person You wrote: hello {}");
        assertThat(say(bot, "s-1", "bye")).contains("person Goodbye {}");
        assertThat(say(bot, "s-1", "hello")).contains("You said: hello {}");
    }

    private static List<String> outputs(List<String> said) {
        return said.stream().filter(step -> step.contains("_cognigy")).toList();
    }

    private static List<String> say(DemoBot bot, String sessionId, String text) {
        Script script = new Script();
        bot.answer(new ReceivedInput(1, "u-1", sessionId, text, null, false, Map.of()), script);
        return script.said;
    }

    private static List<String> answerTo(String text, Map<String, Object> data, boolean resetFlow) {
        Script script = new Script();
        new DemoBot().answer(new ReceivedInput(1, "u-1", "s-1", text, data, resetFlow, Map.of()), script);
        return script.said;
    }

    /** Writes down what the bot says; time passes at once. */
    private static final class Script implements Reply {

        private final List<String> said = new ArrayList<>();

        @Override
        public void typing(boolean on) {
            said.add("typing " + on);
        }

        @Override
        public void say(String text) {
            say(text, Map.of());
        }

        @Override
        public void say(String text, Map<String, ?> data) {
            said.add(text + " " + data);
        }

        @Override
        public void say(Message message) {
            said.add((message.source().equals("agent") ? "person " : "") + message.text() + " " + message.data());
        }

        @Override
        public void stream(List<String> pieces) {
            said.add("stream " + pieces);
        }

        @Override
        public void bytes(byte[] content) {
            said.add("bytes " + content.length);
        }

        @Override
        public void fail(FailAt fault) {
            said.add("fail " + fault);
        }

        @Override
        public void inject(String text) {
            said.add("inject " + text);
        }

        @Override
        public void envelope(String type, Object data) {
            said.add("envelope " + type);
        }

        @Override
        public void error(String message, String code) {
            said.add("error " + code);
        }

        @Override
        public void exception(String message, String code) {
            said.add("exception " + code);
        }

        @Override
        public void event(String name, Object... arguments) {
            said.add("event " + name);
        }

        @Override
        public void finalPing() {
            finalPing("regular");
        }

        @Override
        public void finalPing(String type) {
            said.add("finalPing " + type);
        }

        @Override
        public void frame(String packet) {
            said.add("frame " + packet);
        }

        @Override
        public void after(Duration delay, Runnable action) {
            said.add("after " + delay.toMillis());
            action.run();
        }
    }
}
