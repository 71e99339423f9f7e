package io.camelcognigy.mail;

import io.camelcognigy.content.Item;
import io.camelcognigy.content.Readable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jsoup.nodes.Entities;

/**
 * All outputs of a turn as one text, twice: plain and HTML. What the bot wrote is text, never markup: tags in it are
 * shown, not obeyed.
 */
record ReplyBody(String plain, String html) {

    /**
     * One output, as far as a mail can show it.
     *
     * @param text may be null
     * @param data as the bot sent it; may be null
     */
    record Output(String text, Object data) {

        @Override
        public String toString() {
            return "Output";
        }
    }

    /** More than a person reads; what is beyond it is left out. */
    private static final int MAX_CHARS = 1024 * 1024;

    static ReplyBody of(List<Output> outputs) {
        List<String> plain = new ArrayList<>();
        List<String> html = new ArrayList<>();
        int chars = 0;
        int number = 1;
        for (Output output : outputs) {
            // The choices of a mail are numbered through: a reader may answer with a number.
            Readable readable = Readable.of(output.text(), output.data(), number);
            number += (int) readable.choices().stream()
                    .filter(choice -> choice.number() != null)
                    .count();
            chars += readable.said().length();
            if (chars > MAX_CHARS) {
                plain.add("[...]");
                html.add("<p>[...]</p>");
                break;
            }
            String text = readable.said().strip();
            if (!text.isEmpty()) {
                plain.add(text);
                html.add("<p>" + lines(text) + "</p>");
            }
            if (!readable.items().isEmpty()) {
                plain.add(readable.items().stream().map(Item::line).collect(Collectors.joining("\n")));
                html.add(readable.items().stream()
                        .map(ReplyBody::html)
                        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")));
            }
        }
        return new ReplyBody(
                String.join("\n\n", plain),
                html.stream()
                        .collect(Collectors.joining("\n", "<!DOCTYPE html>\n<html><body>\n", "\n</body></html>\n")));
    }

    /** Whether the bot said nothing that a mail could carry. */
    boolean isEmpty() {
        return plain.isEmpty();
    }

    /** What it takes in memory, about. */
    int bytes() {
        return 2 * (plain.length() + html.length());
    }

    private static String html(Item item) {
        if (item.paragraph()) {
            return "<li>" + lines(item.text()) + "</li>";
        }
        String number = item.choice() == null || item.choice().number() == null
                ? ""
                : item.choice().number() + ". ";
        String title = number + escaped(item.text());
        return "<li>" + (item.link() == null ? title : "<a href=\"" + escaped(item.link()) + "\">" + title + "</a>")
                + "</li>";
    }

    private static String lines(String text) {
        return text.lines().map(ReplyBody::escaped).collect(Collectors.joining("<br>\n"));
    }

    private static String escaped(String text) {
        return Entities.escape(text);
    }

    @Override
    public String toString() {
        return "ReplyBody[length=" + plain.length() + "]";
    }
}
