package io.camelcognigy.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The bot a person meets who tries the bridge without a Cognigy account. It repeats what it hears, data included, and
 * knows a few words that show what a real bot may do; {@code n} and {@code ms} are numbers and may be left out:
 *
 * <table>
 * <caption>What it does</caption>
 * <tr><th>Text</th><th>Answer</th></tr>
 * <tr><td>anything else</td><td>typing, {@code You said: <text>} with the input's data, finalPing</td></tr>
 * <tr><td>none, data only</td><td>{@code You sent data} with that data, finalPing</td></tr>
 * <tr><td>none, {@code resetFlow}</td><td>{@code Let us start again}, finalPing</td></tr>
 * <tr><td>{@code help}</td><td>this list</td></tr>
 * <tr><td>{@code menu}</td><td>quick replies in {@code data._cognigy._default._quickReplies}, no text of its own</td></tr>
 * <tr><td>{@code several}, {@code count n}</td><td>3 or n outputs, {@code 1 of 3} and so on, up to 10,000</td></tr>
 * <tr><td>{@code slow ms}</td><td>typing, then after ms (1000) an output and finalPing</td></tr>
 * <tr><td>{@code late ms}</td><td>an output at once, finalPing after ms (1000)</td></tr>
 * <tr><td>{@code later ms}</td><td>an output, finalPing, and after ms (500) an unsolicited output</td></tr>
 * <tr><td>{@code silent}</td><td>finalPing only</td></tr>
 * <tr><td>{@code hang}</td><td>an output, never a finalPing</td></tr>
 * <tr><td>{@code error}</td><td>an output of type error, then finalPing</td></tr>
 * <tr><td>{@code exception}</td><td>the event exception, no finalPing</td></tr>
 * <tr><td>{@code stop}</td><td>an output, then a finalPing of type {@code cognigyStopFlow}</td></tr>
 * <tr><td>{@code legacy}</td><td>an output, then the old end of a turn: an output of type finalPing</td></tr>
 * <tr><td>{@code odd}</td><td>an unknown event, an unknown output type, a bare value as output, then finalPing</td></tr>
 * </table>
 */
public final class DemoBot implements Bot {

    private static final Pattern COMMAND = Pattern.compile("([a-z]+)(?:\\s+(\\d{1,6}))?");
    private static final int MOST_OUTPUTS = 10_000;

    /** Each takes its number, or the default given here. */
    private final Map<String, Command> commands = new LinkedHashMap<>();

    public DemoBot() {
        commands.put("help", new Command(0, (n, reply) -> answer(reply, "I know: " + names())));
        commands.put("menu", new Command(0, (n, reply) -> menu(reply)));
        commands.put("several", new Command(3, DemoBot::count));
        commands.put("count", new Command(3, DemoBot::count));
        commands.put("slow", new Command(1000, DemoBot::slow));
        commands.put("late", new Command(1000, DemoBot::late));
        commands.put("later", new Command(500, DemoBot::later));
        commands.put("silent", new Command(0, (n, reply) -> reply.finalPing()));
        commands.put("hang", new Command(0, (n, reply) -> reply.say("I will never finish this")));
        commands.put("error", new Command(0, (n, reply) -> error(reply)));
        commands.put(
                "exception",
                new Command(0, (n, reply) -> reply.exception("An exception was asked for", "DEMO_EXCEPTION")));
        commands.put("stop", new Command(0, (n, reply) -> stop(reply)));
        commands.put("legacy", new Command(0, (n, reply) -> legacy(reply)));
        commands.put("odd", new Command(0, (n, reply) -> odd(reply)));
    }

    @Override
    public void answer(ReceivedInput input, Reply reply) {
        String text = input.text() == null ? "" : input.text().strip();
        Matcher words = COMMAND.matcher(text.toLowerCase(Locale.ROOT));
        Command command = words.matches() ? commands.get(words.group(1)) : null;
        if (command != null) {
            int number = words.group(2) == null ? command.number() : Integer.parseInt(words.group(2));
            command.action().perform(number, reply);
        } else if (!text.isEmpty()) {
            reply.typing(true);
            reply.say("You said: " + input.text(), input.data() == null ? Map.of() : input.data());
            reply.finalPing();
        } else if (input.data() != null) {
            reply.say("You sent data", input.data());
            reply.finalPing();
        } else {
            answer(reply, "Let us start again");
        }
    }

    private String names() {
        return commands.keySet().stream().collect(Collectors.joining(", "));
    }

    private static void answer(Reply reply, String text) {
        reply.say(text);
        reply.finalPing();
    }

    private static void menu(Reply reply) {
        List<Map<String, Object>> choices = List.of(
                quickReply(1, "Small", "size s"), quickReply(2, "Medium", "size m"), quickReply(3, "Large", "size l"));
        Map<String, Object> quickReplies =
                Map.of("type", "quick_replies", "text", "Which size?", "quickReplies", choices);
        reply.say(null, Map.of("_cognigy", Map.of("_default", Map.of("_quickReplies", quickReplies))));
        reply.finalPing();
    }

    private static Map<String, Object> quickReply(int id, String title, String payload) {
        return Map.of("id", id, "title", title, "contentType", "postback", "payload", payload);
    }

    private static void count(int outputs, Reply reply) {
        int last = Math.min(outputs, MOST_OUTPUTS);
        for (int i = 1; i <= last; i++) {
            reply.say(i + " of " + last);
        }
        reply.finalPing();
    }

    private static void slow(int millis, Reply reply) {
        reply.typing(true);
        reply.after(Duration.ofMillis(millis), () -> {
            reply.typing(false);
            answer(reply, "That took " + millis + " ms");
        });
    }

    private static void late(int millis, Reply reply) {
        reply.say("The end comes in " + millis + " ms");
        reply.after(Duration.ofMillis(millis), reply::finalPing);
    }

    private static void later(int millis, Reply reply) {
        answer(reply, "More comes in " + millis + " ms");
        reply.after(Duration.ofMillis(millis), () -> reply.say("This came later"));
    }

    private static void error(Reply reply) {
        reply.error("An error was asked for", "DEMO_ERROR");
        reply.finalPing();
    }

    private static void stop(Reply reply) {
        reply.say("The flow stops here");
        reply.finalPing("cognigyStopFlow");
    }

    private static void legacy(Reply reply) {
        reply.say("This turn ends as in old times");
        reply.envelope("finalPing", Map.of("type", "regular"));
    }

    private static void odd(Reply reply) {
        reply.event("somethingNew", Map.of("version", 99));
        reply.envelope("somethingNew", Map.of("version", 99));
        reply.envelope("output", "a bare value");
        reply.finalPing();
    }

    private record Command(int number, Action action) {}

    @FunctionalInterface
    private interface Action {
        void perform(int number, Reply reply);
    }
}
