package io.camelcognigy.mail;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * The HTML of a mail as plain text. jsoup reads it; what clients mark as signature is left out, and what they mark as
 * quoted comes out the way plain mails write it ({@code >} in front, or a line {@link #ORIGINAL}), so that {@link
 * NewText} has one set of rules.
 */
final class HtmlText {

    /** Everything below this line is an older mail. */
    static final String ORIGINAL = "-----Original Message-----";

    /** What no reader sees, and signatures as Gmail, Thunderbird, Outlook, Apple Mail and Proton mark them. */
    private static final String NOT_WRITTEN = "script, style, head, title, template, [hidden],"
            + " [style~=(?i)display\\s*:\\s*none],"
            + " .gmail_signature, .gmail_signature_prefix, .moz-signature, .protonmail_signature_block,"
            + " #Signature, #ms-outlook-mobile-signature, #AppleMailSignature, [id^=\"lineBreakAtBeginningOfSignature\"]";
    /** Where Outlook, new Outlook, Yahoo and Proton begin the older mail. */
    private static final String OLDER_MAIL = "#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container,"
            + " .OutlookMessageHeader, .yahoo_quoted, .protonmail_quote, .gmail_quote:not(:has(blockquote))";

    private static final Set<String> OWN_LINE = Set.of("dd", "dt", "hr", "tr", "caption", "option");

    private HtmlText() {}

    static String of(String html) {
        Document document = Jsoup.parse(html);
        document.select(NOT_WRITTEN).forEach(Node::remove);
        document.select(OLDER_MAIL).forEach(older -> older.before(new Element("p").text(ORIGINAL)));
        Writer writer = new Writer();
        document.body().traverse(writer);
        return writer.text();
    }

    /** Writes nodes line by line. Not recursive, so no depth of nesting exhausts a stack. */
    private static final class Writer implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int quotes;
        private int preformatted;

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode text) {
                text(text);
            } else if (node instanceof Element element) {
                begin(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                end(element);
            }
        }

        private void begin(Element element) {
            if (ownLine(element)) {
                breakLine();
            }
            switch (element.normalName()) {
                case "br" -> newLine();
                case "blockquote" -> quotes++;
                case "pre" -> preformatted++;
                case "li" -> line.append("- ");
                // Outlook sends emoji as images.
                case "img" -> line.append(element.attr("alt").strip());
                default -> {
                    // Only its text counts.
                }
            }
        }

        private void end(Element element) {
            switch (element.normalName()) {
                case "td", "th" -> line.append(' ');
                case "p" -> {
                    breakLine();
                    newLine();
                }
                default -> {
                    if (ownLine(element)) {
                        breakLine();
                    }
                }
            }
            if (element.normalName().equals("blockquote")) {
                quotes--;
            } else if (element.normalName().equals("pre")) {
                preformatted--;
            }
        }

        private void text(TextNode node) {
            if (preformatted > 0) {
                String[] lines = node.getWholeText().split("\r\n|\r|\n", -1);
                for (int i = 0; i < lines.length; i++) {
                    if (i > 0) {
                        newLine();
                    }
                    line.append(lines[i]);
                }
                return;
            }
            String text = node.text();
            line.append(line.isEmpty() ? text.stripLeading() : text);
        }

        private static boolean ownLine(Element element) {
            return element.isBlock() || OWN_LINE.contains(element.normalName());
        }

        private void breakLine() {
            if (!line.isEmpty()) {
                newLine();
            }
        }

        private void newLine() {
            // Not stripped: the blank of the signature line "-- " is part of it.
            out.append("> ".repeat(quotes)).append(line).append('\n');
            line.setLength(0);
        }

        private String text() {
            breakLine();
            return out.toString();
        }
    }
}
