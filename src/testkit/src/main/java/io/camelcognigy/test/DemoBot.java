package io.camelcognigy.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
 * <tr><td>{@code buttons}, {@code gallery}, {@code list}, {@code image}, {@code card}</td>
 *     <td>the other structured messages, {@code card} being an adaptive card</td></tr>
 * <tr><td>{@code stream ms}</td><td>one answer in pieces, one every ms (100), as of an LLM, then finalPing</td></tr>
 * <tr><td>{@code person ms}</td><td>two places in a queue, ms (500) each, then a person who answers until
 *     {@code bye}</td></tr>
 * <tr><td>{@code several}, {@code count n}</td><td>3 or n outputs, {@code 1 of 3} and so on, up to 10,000</td></tr>
 * <tr><td>{@code slow ms}</td><td>typing, then after ms (1000) an output and finalPing</td></tr>
 * <tr><td>{@code late ms}</td><td>an output at once, finalPing after ms (1000)</td></tr>
 * <tr><td>{@code later ms}</td><td>an output, finalPing, and after ms (500) an unsolicited output, as of a notify</td></tr>
 * <tr><td>{@code inject ms}</td><td>the same, but the flow runs again by itself, as of an inject</td></tr>
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

    private final DemoPerson person = new DemoPerson();
    private final AtomicLong streams = new AtomicLong();

    public DemoBot() {
        know("help", 0, (n, in, reply) -> answer(reply, "I know: " + names()));
        know("menu", 0, (n, in, reply) -> answer(reply, DemoContent.MENU));
        know("buttons", 0, (n, in, reply) -> answer(reply, DemoContent.BUTTONS));
        know("gallery", 0, (n, in, reply) -> answer(reply, DemoContent.GALLERY));
        know("list", 0, (n, in, reply) -> answer(reply, DemoContent.LIST));
        know("image", 0, (n, in, reply) -> answer(reply, DemoContent.IMAGE));
        know("card", 0, (n, in, reply) -> answer(reply, DemoContent.CARD));
        know("stream", 100, (n, in, reply) -> stream(n, in, reply));
        know("person", 500, person::ask);
        know("several", 3, (n, in, reply) -> count(n, reply));
        know("count", 3, (n, in, reply) -> count(n, reply));
        know("slow", 1000, (n, in, reply) -> slow(n, reply));
        know("late", 1000, (n, in, reply) -> late(n, reply));
        know("later", 500, (n, in, reply) -> later(n, reply));
        know("inject", 500, (n, in, reply) -> inject(n, reply));
        know("silent", 0, (n, in, reply) -> reply.finalPing());
        know("hang", 0, (n, in, reply) -> reply.say("I will never finish this"));
        know("error", 0, (n, in, reply) -> error(reply));
        know("exception", 0, (n, in, reply) -> reply.exception("An exception was asked for", "DEMO_EXCEPTION"));
        know("stop", 0, (n, in, reply) -> stop(reply));
        know("legacy", 0, (n, in, reply) -> legacy(reply));
        know("odd", 0, (n, in, reply) -> odd(reply));
    }

    private void know(String word, int number, Action action) {
        commands.put(word, new Command(number, action));
    }

    @Override
    public void answer(ReceivedInput input, Reply reply) {
        if (person.answers(input, reply)) {
            return;
        }
        String text = input.text() == null ? "" : input.text().strip();
        Matcher words = COMMAND.matcher(text.toLowerCase(Locale.ROOT));
        Command command = words.matches() ? commands.get(words.group(1)) : null;
        if (command != null) {
            int number = words.group(2) == null ? command.number() : Integer.parseInt(words.group(2));
            command.action().perform(number, input, reply);
        } else if (!text.isEmpty()) {
            reply.typing(true);
            reply.say("You said: " + input.text(), input.data() == null ? Map.of() : input.data());
            reply.finalPing();
        } else if (input.data() != null) {
            reply.say("You sent data", input.data());
            reply.finalPing();
        } else {
            answer(reply, Message.of("Let us start again"));
        }
    }

    private String names() {
        return commands.keySet().stream().collect(Collectors.joining(", "));
    }

    private static void answer(Reply reply, String text) {
        answer(reply, Message.of(text));
    }

    private static void answer(Reply reply, Message message) {
        reply.say(message);
        reply.finalPing();
    }

    private void stream(int millis, ReceivedInput input, Reply reply) {
        String id = "demo-answer-" + streams.incrementAndGet();
        Duration beat = Duration.ofMillis(millis);
        Answer answer = new Answer(input).typing();
        DemoContent.STREAM.forEach(piece -> answer.say(Message.piece(id, piece)).pause(beat));
        answer.say(Message.lastPiece(id, "stop")).play(reply);
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

    private static void inject(int millis, Reply reply) {
        answer(reply, "The flow runs again in " + millis + " ms");
        reply.after(Duration.ofMillis(millis), () -> reply.inject("This was injected"));
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
        void perform(int number, ReceivedInput input, Reply reply);
    }
}
