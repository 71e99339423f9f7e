package io.camelcognigy.content;

/**
 * One thing that a message shows beside its text.
 *
 * @param text what to show, cleaned; the address itself where it has no other name
 * @param link an address that is safe to offer; null if there is none
 * @param choice null unless it can be chosen
 * @param paragraph whether it is running text, which may have several lines, and no entry of a list
 */
public record Item(String text, String link, Choice choice, boolean paragraph) {

    /** As a line of plain text: {@code 2. Tea}, {@code - Shop: https://…}. */
    public String line() {
        if (paragraph) {
            return text;
        }
        if (choice != null && choice.number() != null) {
            return choice.number() + ". " + text;
        }
        return "- " + text + (link == null || link.equals(text) ? "" : ": " + link);
    }

    /** Without what people may read. */
    @Override
    public String toString() {
        return "Item[choice=" + choice + "]";
    }
}
