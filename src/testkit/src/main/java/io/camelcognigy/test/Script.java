package io.camelcognigy.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The bot of a {@link CognigyEndpoint}: rules, the newest first, and what they threw. Thread-safe. */
final class Script implements Bot {

    private final List<Rule> rules = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private int declared;

    synchronized void add(Predicate<ReceivedInput> when, List<Consumer<Answer>> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("a rule needs an answer; answer -> {} ends the turn without a word");
        }
        rules.add(0, new Rule(when, List.copyOf(answers), new AtomicInteger()));
    }

    /** What there is now outlives the tests. */
    synchronized void keep() {
        declared = rules.size();
    }

    /** Forgets the rules since {@link #keep}, and how often the others were used. */
    synchronized void reset() {
        rules.subList(0, rules.size() - declared).clear();
        rules.forEach(rule -> rule.used().set(0));
        failure.set(null);
    }

    /** What a rule threw first, or null. */
    Throwable failure() {
        return failure.get();
    }

    @Override
    public void answer(ReceivedInput input, Reply reply) {
        try {
            Answer answer = new Answer(input);
            ruleFor(input).next().accept(answer);
            answer.play(reply);
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
            reply.exception("the bot's script failed", "SCRIPT_FAILED");
        }
    }

    private synchronized Rule ruleFor(ReceivedInput input) {
        return rules.stream()
                .filter(rule -> rule.when().test(input))
                .findFirst()
                .orElseGet(() -> new Rule(any -> true, Collections.singletonList(Script::echo), new AtomicInteger()));
    }

    private static void echo(Answer answer) {
        String text = answer.heard().text();
        answer.say("You said: " + (text == null ? "" : text), answer.heard().data());
    }

    /** @param used how often it was, so that the second hearing gets the second answer */
    private record Rule(Predicate<ReceivedInput> when, List<Consumer<Answer>> answers, AtomicInteger used) {

        Consumer<Answer> next() {
            return answers.get(Math.min(used.getAndIncrement(), answers.size() - 1));
        }
    }
}
