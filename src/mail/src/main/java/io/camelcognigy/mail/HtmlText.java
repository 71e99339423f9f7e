package io.camelcognigy.mail;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.Evaluator;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.Selector;

/**
 * The HTML of a mail as plain text. jsoup reads it; what clients mark as signature is left out, and what they mark as
 * quoted comes out the way plain mails write it ({@code >} in front, or a line {@link #ORIGINAL}), so that {@link
 * NewText} has one set of rules.
 *
 * <p>Each node is looked at once, and no more comes out than {@link #MAX_CHARS}, whatever is nested in what.
 *
 * @param text what it says
 * @param cut whether some of it is missing
 */
record HtmlText(String text, boolean cut) {

    /** Everything below this line is an older mail. */
    static final String ORIGINAL = "-----Original Message-----";

    static final int MAX_CHARS = 512 * 1024;
    /** Deeper elements are taken for children of the last one. */
    private static final int MAX_DEPTH = 512;
    /** What is quoted more deeply looks like that. */
    private static final int MAX_QUOTES = 3;

    /** What no reader sees, and signatures as Gmail, Thunderbird, Outlook, Apple Mail and Proton mark them. */
    private static final Evaluator NOT_WRITTEN = Selector.evaluatorOf(
            "script, style, head, title, template, [hidden],"
                    + " [style~=(?i)display\\s*:\\s*none],"
                    + " .gmail_signature, .gmail_signature_prefix, .moz-signature, .protonmail_signature_block,"
                    + " #Signature, #ms-outlook-mobile-signature, #AppleMailSignature, [id^=\"lineBreakAtBeginningOfSignature\"]");
    /** Where Outlook, new Outlook, Yahoo and Proton begin the older mail. */
    private static final Evaluator OLDER_MAIL =
            Selector.evaluatorOf("#divRplyFwdMsg, #appendonsend, #mail-editor-reference-message-container,"
                    + " .OutlookMessageHeader, .yahoo_quoted, .protonmail_quote");

    /** Gmail's, which begins an older mail if no {@code blockquote} is in it. */
    private static final String GMAIL_QUOTE = "gmail_quote";

    private static final Set<String> OWN_LINE = Set.of("dd", "dt", "hr", "tr", "caption", "option");

    static HtmlText of(String html) {
        Document document = Parser.htmlParser().setMaxDepth(MAX_DEPTH).parseInput(html, "");
        Writer writer = new Writer(quoting(document));
        NodeTraversor.filter(writer, document.body());
        return writer.text();
    }

    /** All elements that have a quote in them. */
    private static Set<Element> quoting(Document document) {
        Set<Element> quoting = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Element quote : document.getElementsByTag("blockquote")) {
            Element parent = quote.parent();
            while (parent != null && quoting.add(parent)) {
                parent = parent.parent();
            }
        }
        return quoting;
    }

    /** Writes nodes line by line. Not recursive, so no depth of nesting exhausts a stack. */
    private static final class Writer implements NodeFilter {

        private final Set<Element> quoting;
        private final StringBuilder out = new StringBuilder();
        private final StringBuilder line = new StringBuilder();
        private int quotes;
        private int preformatted;
        private boolean cut;

        Writer(Set<Element> quoting) {
            this.quoting = quoting;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (out.length() + line.length() > MAX_CHARS) {
                cut = true;
                return FilterResult.STOP;
            }
            if (node instanceof TextNode text) {
                text(text);
            } else if (node instanceof Element element) {
                if (NOT_WRITTEN.matches(element, element)) {
                    return FilterResult.SKIP_ENTIRELY;
                }
                if (beginsOlderMail(element)) {
                    breakLine();
                    line.append(ORIGINAL);
                    newLine();
                    newLine();
                }
                begin(element);
            }
            return FilterResult.CONTINUE;
        }

        private boolean beginsOlderMail(Element element) {
            return OLDER_MAIL.matches(element, element) || element.hasClass(GMAIL_QUOTE) && !quoting.contains(element);
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
                end(element);
            }
            return FilterResult.CONTINUE;
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
            out.append("> ".repeat(Math.min(quotes, MAX_QUOTES))).append(line).append('\n');
            line.setLength(0);
        }

        private HtmlText text() {
            breakLine();
            if (out.length() > MAX_CHARS) {
                out.setLength(MAX_CHARS);
                cut = true;
            }
            return new HtmlText(out.toString(), cut);
        }
    }
}
