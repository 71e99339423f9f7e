package io.camelcognigy.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a person newly wrote in a plain-text mail: without the mail they answered and without their signature. Small on
 * purpose, and written here because the Java libraries for this task are no longer kept. In doubt it keeps a line: a bot
 * that reads too much is better than one that reads half a sentence.
 *
 * <p>Works line by line with bounded patterns, so that no mail can make it slow.
 */
final class NewText {

    /** No line that a client generates is longer; longer ones are text. */
    private static final int MAX_CLIENT_LINE = 400;

    private static final Pattern QUOTED = Pattern.compile("\\s{0,3}[>＞].*");
    private static final Pattern SIGNATURE = Pattern.compile("--\\s?");
    private static final Pattern RULE = Pattern.compile("_{10,}");

    /** {@code -----Original Message-----}, in the languages that clients write it. */
    private static final Pattern ORIGINAL = Pattern.compile(
            "-{2,}\\s*(original (message|appointment)|urspr(ü|ue)ngliche (nachricht|e-mail)|original-?nachricht"
                    + "|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht"
                    + "|mensagem original|forwarded message|weitergeleitete nachricht|message transféré"
                    + "|元のメッセージ|原始邮件|轉寄郵件)\\s*-{2,}",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** The block of header lines with which Outlook begins the older mail. */
    private static final Pattern FROM = label("from|von|de|da|van|od|från|差出人|发件人|寄件者|보낸 사람");

    private static final Pattern OTHER_HEADER = label("sent|date|gesendet|datum|envoyé|enviado( el)?|fecha|inviato|data"
            + "|verzonden|送信日時|日時|发送时间|日期|to|an|à|para|a|aan|宛先|收件人|cc|subject|betreff|objet|asunto|oggetto"
            + "|onderwerp|assunto|件名|主题|主旨");

    /** {@code On … wrote:} */
    private static final Pattern ATTRIBUTION = Pattern.compile(
            "(on .{4,300} wrote|am .{4,300} schrieb.{0,200}|le .{4,300} a écrit|el .{4,300} escribió.{0,200}"
                    + "|il .{4,300} ha scritto|op .{4,300} schreef.{0,200}|em .{4,300} escreveu.{0,200}"
                    + "|.{4,300}(のメール|写道|寫道|のメッセージ|wrote))\\s?[:：]",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern DEVICE = Pattern.compile(
            "(sent (from|with|via) .{2,60}|get outlook for .{2,80}|von (meinem|meiner) .{2,40} gesendet"
                    + "|gesendet (mit|von|aus) .{2,60}|diese nachricht wurde von .{2,60} gesendet\\.?"
                    + "|outlook für (ios|android).{0,80}|envoyé (de|depuis) .{2,60}|enviado (desde|do) .{2,60}"
                    + "|inviato da .{2,60}|verzonden (vanaf|met) .{2,60}|.{2,30}から送信|发自我的.{2,30}|從我的 .{2,30}傳送)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final List<String> lines;

    private NewText(List<String> lines) {
        this.lines = lines;
    }

    static String of(String text) {
        String plain = text.replace('\u00a0', ' ').replace("\ufeff", "").replace("\u200b", "");
        return new NewText(plain.lines().toList()).reduced();
    }

    private String reduced() {
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (beginsOlderMail(i) || SIGNATURE.matcher(line).matches()) {
                break;
            }
            int attribution = attributionLines(i);
            if (attribution > 0) {
                if (!quotedAfter(i + attribution)) {
                    // The older mail follows without marks: there is no telling where it ends.
                    break;
                }
                i += attribution - 1;
            } else if (!QUOTED.matcher(line).matches()) {
                kept.add(line.stripTrailing());
            }
        }
        removeDeviceLines(kept);
        return String.join("\n", kept).replaceAll("\n{3,}", "\n\n").strip();
    }

    private boolean beginsOlderMail(int index) {
        String line = clientLine(index);
        if (ORIGINAL.matcher(line).matches()) {
            return true;
        }
        if (RULE.matcher(line).matches()) {
            return headerBlock(nextSpoken(index + 1));
        }
        return headerBlock(index);
    }

    private boolean headerBlock(int index) {
        if (!FROM.matcher(clientLine(index)).matches()) {
            return false;
        }
        long others = lines.subList(index + 1, Math.min(index + 7, lines.size())).stream()
                .filter(line -> line.length() <= MAX_CLIENT_LINE)
                .filter(line ->
                        OTHER_HEADER.matcher(line.replace("*", "").strip()).matches())
                .count();
        return others >= 2;
    }

    /** How many lines from here on are an attribution, which clients wrap; 0 if none is. */
    private int attributionLines(int index) {
        StringBuilder joined = new StringBuilder();
        for (int count = 1; count <= 3; count++) {
            String line = clientLine(index + count - 1);
            if (line.isEmpty()) {
                return 0;
            }
            joined.append(count > 1 ? " " : "").append(line);
            if (line.endsWith(":") || line.endsWith("：")) {
                return attribution(joined.toString(), index + count) ? count : 0;
            }
        }
        return 0;
    }

    /** A person's own sentence may end in a colon and even name a time: only before a quote does that say enough. */
    private boolean attribution(String text, int next) {
        if (text.length() > MAX_CLIENT_LINE) {
            return false;
        }
        boolean dated = text.chars().anyMatch(Character::isDigit);
        boolean addressed = text.contains("@") || text.contains("<");
        boolean named = ATTRIBUTION.matcher(text).matches();
        return quotedAfter(next) ? named && (dated || addressed) || dated && addressed : named && dated && addressed;
    }

    private boolean quotedAfter(int index) {
        int next = nextSpoken(index);
        return next < lines.size() && QUOTED.matcher(lines.get(next)).matches();
    }

    private int nextSpoken(int index) {
        int next = index;
        while (next < lines.size() && lines.get(next).isBlank()) {
            next++;
        }
        return next;
    }

    private String clientLine(int index) {
        if (index >= lines.size() || lines.get(index).length() > MAX_CLIENT_LINE) {
            return "";
        }
        return lines.get(index).strip();
    }

    private static void removeDeviceLines(List<String> kept) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            String line = kept.get(i).strip();
            if (!line.isEmpty()
                    && (line.length() > MAX_CLIENT_LINE || !DEVICE.matcher(line).matches())) {
                return;
            }
            kept.remove(i);
        }
    }

    private static Pattern label(String names) {
        // Gmail's plain text marks bold labels with asterisks.
        return Pattern.compile("\\*?(" + names + ")\\s?[:：]\\*?.*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }
}
