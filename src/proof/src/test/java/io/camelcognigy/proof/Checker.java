package io.camelcognigy.proof;

import io.camelcognigy.proof.History.Answer;
import io.camelcognigy.proof.History.DeadLetter;
import io.camelcognigy.proof.History.Heard;
import io.camelcognigy.proof.History.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges a run by what it left behind. Knows nothing of how the bridge works. */
final class Checker {

    private Checker() {}

    static Verdict check(History history) {
        return new Verdict(
                lost(history),
                duplicates(history.heard()),
                Stream.concat(
                                reordered("heard", history.heard(), Heard::stamp),
                                reordered("answered", history.answers(), Answer::stamp))
                        .toList(),
                misattributed(history.answers()),
                wrongSession(history));
    }

    /** The inputs that are answered to the last part, or are dead letters. */
    static Set<Stamp> finished(List<Answer> answers, List<DeadLetter> deadLetters) {
        Set<Stamp> finished =
                deadLetters.stream().map(DeadLetter::stamp).collect(Collectors.toCollection(HashSet::new));
        Map<Stamp, Set<Integer>> parts = new HashMap<>();
        for (Answer answer : answers) {
            Set<Integer> seen = parts.computeIfAbsent(answer.stamp(), stamp -> new HashSet<>());
            seen.add(answer.part());
            if (seen.size() == answer.parts()) {
                finished.add(answer.stamp());
            }
        }
        return finished;
    }

    private static List<String> lost(History history) {
        Set<Stamp> finished = finished(history.answers(), history.deadLetters());
        return history.sent().stream()
                .map(Sent::stamp)
                .filter(stamp -> !finished.contains(stamp))
                .map(Stamp::toString)
                .toList();
    }

    private static List<String> duplicates(List<Heard> heard) {
        Set<Stamp> known = new HashSet<>();
        return heard.stream()
                .map(Heard::stamp)
                .filter(stamp -> !known.add(stamp))
                .map(Stamp::toString)
                .toList();
    }

    private static <T> Stream<String> reordered(String what, List<T> deliveries, Function<T, Stamp> stampOf) {
        Set<Stamp> known = new HashSet<>();
        Map<String, Integer> latest = new HashMap<>();
        List<String> late = new ArrayList<>();
        for (T delivery : deliveries) {
            Stamp stamp = stampOf.apply(delivery);
            if (known.add(stamp) && latest.merge(stamp.key(), stamp.sequence(), Math::max) > stamp.sequence()) {
                late.add(stamp + " " + what + " after " + latest.get(stamp.key()));
            }
        }
        return late.stream();
    }

    private static List<String> misattributed(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.unasked()
                        ? answer.correlationId() != null
                        : !answer.stamp().toString().equals(answer.correlationId()))
                .map(answer -> answer.stamp() + " answered as " + answer.correlationId())
                .toList();
    }

    private static List<String> wrongSession(History history) {
        Stream<String> heard = history.heard().stream()
                .filter(input -> !input.sessionId().equals(input.stamp().key()))
                .map(input -> input.stamp() + " heard in " + input.sessionId());
        Stream<String> answered = history.answers().stream()
                .filter(answer -> !answer.key().equals(answer.stamp().key())
                        || !answer.sessionId().equals(answer.stamp().key()))
                .map(answer -> answer.stamp() + " answered to " + answer.key() + " as " + answer.sessionId());
        Stream<String> buried = history.deadLetters().stream()
                .filter(letter -> !letter.key().equals(letter.stamp().key()))
                .map(letter -> letter.stamp() + " a dead letter of " + letter.key());
        return Stream.of(heard, answered, buried).flatMap(Function.identity()).toList();
    }
}
