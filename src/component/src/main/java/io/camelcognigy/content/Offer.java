package io.camelcognigy.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a conversation offers to choose at this moment; {@code choices=map} understands the next input by it. It holds for
 * the turn, or the unasked output, that was the latest to say something: a number that answers a later question is never
 * taken for a choice of an earlier one. Immutable.
 */
public final class Offer {

    /** Nothing to choose. */
    public static final Offer NONE = new Offer(null, List.of());

    private static final int MAX_INPUT_CHARS = Items.MAX_CHARS;

    private final String turnId;
    private final List<Choice> choices;

    private Offer(String turnId, List<Choice> choices) {
        this.turnId = turnId;
        this.choices = choices;
    }

    /**
     * After an output.
     *
     * @param turn the output's; null if it is of none
     * @param said what it offers, also where that is nothing
     */
    public Offer after(String turn, List<Choice> said) {
        List<Choice> now = new ArrayList<>();
        if (holdsIn(turn)) {
            now.addAll(choices);
        }
        said.stream().filter(choice -> choice.number() != null).forEach(now::add);
        int surplus = Math.max(0, now.size() - Items.MAX_ITEMS);
        return now.isEmpty() && turn == null ? NONE : new Offer(turn, List.copyOf(now.subList(surplus, now.size())));
    }

    /** After a turn: what was offered before it no longer holds. */
    public Offer afterTurn(String turn) {
        return Objects.equals(turn, turnId) && !choices.isEmpty() ? this : NONE;
    }

    /**
     * The choice that a text means: by its title, upper and lower case alike, else by its number, {@code 2}, {@code 2.} or
     * {@code (2)}. Of equal ones the latest counts. Empty if it means none, or is a payload already.
     */
    public Optional<Choice> chosen(String text) {
        if (choices.isEmpty() || text == null || text.length() > MAX_INPUT_CHARS) {
            return Optional.empty();
        }
        String words = normal(text);
        if (choices.stream().anyMatch(choice -> text.equals(choice.payload()))) {
            return Optional.empty();
        }
        Optional<Choice> titled = latest(choices.stream()
                .filter(choice -> normal(choice.title()).equals(words))
                .toList());
        return titled.isPresent() ? titled : numbered(words);
    }

    /** Whether what it offers still holds after an output of this turn; null: of none. */
    public boolean holdsIn(String turn) {
        return turn != null && turn.equals(turnId);
    }

    /** Whether there is nothing to choose. */
    public boolean isEmpty() {
        return choices.isEmpty();
    }

    private Optional<Choice> numbered(String words) {
        String digits = words.startsWith("(") && words.endsWith(")") || words.endsWith(".") || words.endsWith(")")
                ? words.replaceAll("^\\(|[.)]$", "")
                : words;
        if (!digits.matches("[0-9]{1,4}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(digits);
        return latest(
                choices.stream().filter(choice -> choice.number() == number).toList());
    }

    private static Optional<Choice> latest(List<Choice> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(found.size() - 1));
    }

    private static String normal(String text) {
        return Words.line(text, MAX_INPUT_CHARS).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "Offer[choices=" + choices.size() + "]";
    }
}
