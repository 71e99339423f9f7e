package io.camelcognigy.mail;

import io.camelcognigy.mail.RichContent.Entry;
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
     * @param text not null; may be empty
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
        for (Output output : outputs) {
            chars += output.text().length();
            if (chars > MAX_CHARS) {
                plain.add("[...]");
                html.add("<p>[...]</p>");
                break;
            }
            List<Entry> entries = RichContent.of(output.data());
            String text = VisibleText.of(output.text()).strip();
            if (!text.isEmpty()) {
                plain.add(text);
                html.add("<p>" + lines(text) + "</p>");
            }
            if (!entries.isEmpty()) {
                plain.add(entries.stream().map(ReplyBody::plain).collect(Collectors.joining("\n")));
                html.add(entries.stream().map(ReplyBody::html).collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")));
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

    private static String plain(Entry entry) {
        boolean link = entry.link() != null && !entry.link().equals(entry.title());
        return "- " + entry.title() + (link ? ": " + entry.link() : "");
    }

    private static String html(Entry entry) {
        String title = escaped(entry.title());
        return "<li>" + (entry.link() == null ? title : "<a href=\"" + escaped(entry.link()) + "\">" + title + "</a>")
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
