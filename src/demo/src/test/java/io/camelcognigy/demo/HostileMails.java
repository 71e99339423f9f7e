package io.camelcognigy.demo;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Writes mails that are broken, absurd or meant to do harm; the same ones for the same seed. The first header is always a
 * right {@code From}, and whatever else a mail says points to {@link #EVE}.
 */
final class HostileMails {

    static final String EVE = "eve@localhost";

    private static final String[] CHARSETS = {
        "utf-8", "us-ascii", "iso-2022-jp", "x-unknown", "utf-7", "\"", "UTF-16", "windows-1252", "no such charset"
    };
    private static final String[] ENCODINGS = {
        "7bit", "8bit", "base64", "quoted-printable", "uuencode", "x-zip", "", "gzip"
    };
    private static final String[] TYPES = {
        "text/plain",
        "text/html",
        "text",
        "/",
        "multipart/mixed",
        "multipart/alternative; boundary=\"",
        "message/rfc822",
        "multipart/mixed; boundary=b; boundary=c",
        "application/octet-stream",
        "text/plain; name=\"../../eve.sh\"",
        ";;;"
    };

    private final Random random;
    private String boundary = "b";

    HostileMails(long seed) {
        random = new Random(seed);
    }

    byte[] next(String sender, String messageId) {
        StringBuilder head = new StringBuilder("From: " + name() + "<" + sender + ">\r\n");
        StringBuilder rest = new StringBuilder();
        if (chance(80)) {
            rest.append("Message-ID: ").append(messageId).append("\r\n");
        }
        int headers = random.nextInt(12);
        for (int i = 0; i < headers; i++) {
            rest.append(header()).append(chance(95) ? "\r\n" : "\n");
        }
        rest.append(part(random.nextInt(chance(5) ? 60 : 4)));
        byte[] from = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] mail = rest.toString().getBytes(chance(70) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        return join(from, chance(30) ? mutated(mail) : mail);
    }

    private String name() {
        return pick(
                "", "Anna ", "\"" + EVE + "\" ", "=?utf-8?Q?" + EVE + "=0D=0ABcc:_" + EVE + "?= ", "(" + EVE + ") ");
    }

    private String header() {
        return switch (random.nextInt(14)) {
            case 0 -> pick("To", "Cc", "Bcc", "Reply-To", "Sender", "Resent-To", "X-Original-To") + ": " + EVE;
            case 1 -> "Subject: " + words();
            case 2 ->
                "Subject: =?" + pick(CHARSETS) + "?" + pick("Q", "B", "X") + "?" + noise(30) + "=0D=0ABcc:_" + EVE
                        + "?=";
            case 3 -> "Subject: " + "x".repeat(random.nextInt(20_000));
            case 4 -> pick("References: ", "In-Reply-To: ") + ids();
            case 5 ->
                pick(
                                "CamelCognigySessionKey",
                                "camelMailTo",
                                "CamelMailMoveTo",
                                "CAMELCOGNIGYUSERID",
                                "to",
                                "replyTopic")
                        + ": " + EVE;
            case 6 -> "mail.smtp.host: " + EVE;
            case 7 -> "Return-Path: " + pick("<" + EVE + ">", "<", "<>", EVE);
            case 8 -> noise(40);
            case 9 -> ": " + EVE;
            case 10 -> " " + words();
            case 11 -> "Date: " + noise(20);
            case 12 ->
                "Content-Disposition: "
                        + pick("inline", "attachment; filename=" + noise(20), "\"", "attachment; filename*=x''%");
            default ->
                pick("MIME-Version: 9", "Precedence: first-class", "X: " + "y ".repeat(3_000), "Auto-Submitted: no");
        };
    }

    private String ids() {
        return switch (random.nextInt(5)) {
            case 0 -> ("<" + noise(8) + "@x> ").repeat(random.nextInt(2_000));
            case 1 -> "<cg1." + Long.toString(Math.abs(random.nextLong()), 36).repeat(5) + "@localhost>";
            case 2 -> "<<<<@@@@>>>>";
            case 3 -> "<" + EVE + ">";
            default -> "<a\"b\\c%s*@x> <1@client.example>";
        };
    }

    private String part(int depth) {
        String encoding = chance(60) ? "" : "Content-Transfer-Encoding: " + pick(ENCODINGS) + "\r\n";
        if (depth > 0) {
            String mine = boundary + depth;
            StringBuilder parts =
                    new StringBuilder("Content-Type: multipart/" + pick("mixed", "alternative", "related", "x")
                            + (chance(90) ? "; boundary=" + mine : "") + "\r\n" + encoding + "\r\n");
            int children = depth > 4 ? 1 : random.nextInt(3) + 1;
            for (int i = 0; i < children; i++) {
                parts.append("\r\n--").append(mine).append("\r\n").append(part(depth - 1));
            }
            return parts + (chance(80) ? "\r\n--" + mine + "--\r\n" : "");
        }
        String type = chance(70)
                ? "Content-Type: " + pick("text/plain", "text/html") + "; charset=" + pick(CHARSETS) + "\r\n"
                : "Content-Type: " + pick(TYPES) + "\r\n";
        return type + encoding + (chance(97) ? "\r\n" : "") + body();
    }

    private String body() {
        return switch (random.nextInt(9)) {
            case 0 -> "<div>".repeat(random.nextInt(8_000)) + words();
            case 1 -> "<blockquote>".repeat(random.nextInt(3_000)) + words();
            case 2 -> ">".repeat(random.nextInt(5_000)) + words();
            case 3 -> ("On " + noise(20) + " wrote:\r\n").repeat(random.nextInt(200)) + words();
            case 4 -> noise(random.nextInt(4_000));
            case 5 ->
                "<p>" + words() + "</p><script>" + noise(20) + "</script><img alt=\"" + noise(9) + "\"><!-- <style>";
            case 6 -> "=".repeat(random.nextInt(500)) + "%s${header.x}{{mail.secret}}" + words();
            case 7 -> "";
            default -> words() + "\r\n.\r\n..\r\n-- \r\n" + words();
        };
    }

    private String words() {
        return pick(
                "hello",
                "größe",
                "これは",
                "🎉👩‍💻",
                "\u202eolleh\u2028",
                "\u0000\u0007",
                "Bcc: " + EVE,
                "${body}",
                "\ud83d");
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            noise.append((char) (chance(90) ? 32 + random.nextInt(95) : random.nextInt(0x500)));
        }
        return noise.toString();
    }

    private byte[] mutated(byte[] mail) {
        byte[] copy = Arrays.copyOf(mail, chance(20) ? random.nextInt(mail.length + 1) : mail.length);
        for (int i = 0; copy.length > 0 && i < 1 + copy.length / 200; i++) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    private static byte[] join(byte[] head, byte[] rest) {
        ByteArrayOutputStream mail = new ByteArrayOutputStream();
        mail.writeBytes(head);
        mail.writeBytes(rest);
        return mail.toByteArray();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(String... choices) {
        return List.of(choices).get(random.nextInt(choices.length));
    }
}
