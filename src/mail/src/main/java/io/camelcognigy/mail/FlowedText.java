package io.camelcognigy.mail;

import java.util.ArrayList;
import java.util.List;

/**
 * Text of the type {@code format=flowed} (RFC 3676): lines that only the client broke become one again. Quoted lines
 * keep their {@code >}.
 */
final class FlowedText {

    private static final String SIGNATURE = "-- ";

    private FlowedText() {}

    /** @param delSp whether the blank that marks a soft break is no part of the text ({@code delsp=yes}) */
    static String unflow(String text, boolean delSp) {
        List<String> lines = new ArrayList<>();
        StringBuilder paragraph = null;
        int paragraphDepth = 0;
        for (String raw : text.split("\r\n|\r|\n", -1)) {
            int depth = depth(raw);
            String line = unstuffed(raw.substring(depth));
            boolean signature = line.equals(SIGNATURE);
            if (paragraph != null && (depth != paragraphDepth || signature)) {
                lines.add(paragraph.toString());
                paragraph = null;
            }
            if (paragraph == null) {
                paragraph = new StringBuilder(">".repeat(depth)).append(depth > 0 ? " " : "");
                paragraphDepth = depth;
            }
            boolean soft = line.endsWith(" ") && !signature;
            paragraph.append(line, 0, soft && delSp ? line.length() - 1 : line.length());
            if (!soft) {
                lines.add(paragraph.toString());
                paragraph = null;
            }
        }
        if (paragraph != null) {
            lines.add(paragraph.toString());
        }
        return String.join("\n", lines);
    }

    private static String unstuffed(String line) {
        return line.startsWith(" ") ? line.substring(1) : line;
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '>') {
            depth++;
        }
        return depth;
    }
}
