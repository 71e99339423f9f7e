package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * A mail, or a part of one: its headers, and where its body lies in the mail's bytes. Bounds hold before anything is
 * parsed: Jakarta Mail would make objects of every header line and of every part that a mail pretends to have. So the lines
 * are told apart here, and only headers and bodies of bounded size go to Jakarta Mail.
 */
final class MimeSlice {

    /** Many times what honest mails have. */
    static final int MAX_HEADER_BYTES = 256 * 1024;

    static final int MAX_HEADER_LINES = 2_000;

    private static final Session SESSION = session();

    private final byte[] mail;
    private final int bodyFrom;
    private final int bodyTo;
    private final InternetHeaders headers;

    private MimeSlice(byte[] mail, int bodyFrom, int bodyTo, InternetHeaders headers) {
        this.mail = mail;
        this.bodyFrom = bodyFrom;
        this.bodyTo = bodyTo;
        this.headers = headers;
    }

    /** @throws MailRejectedException if the headers are beyond all measure */
    static MimeSlice of(byte[] mail) throws MailRejectedException {
        return slice(mail, 0, mail.length);
    }

    private static MimeSlice slice(byte[] mail, int from, int to) throws MailRejectedException {
        int at = from;
        int lines = 0;
        while (at < to) {
            int end = lineEnd(mail, at, to);
            int next = nextLine(mail, end, to);
            if (end == at) {
                return new MimeSlice(mail, next, to, headers(mail, from, at));
            }
            if (++lines > MAX_HEADER_LINES || next - from > MAX_HEADER_BYTES) {
                throw new MailRejectedException("the mail has more than " + MAX_HEADER_LINES + " lines or "
                        + MAX_HEADER_BYTES + " bytes of headers in one place");
            }
            at = next;
        }
        return new MimeSlice(mail, to, to, headers(mail, from, to));
    }

    private static InternetHeaders headers(byte[] mail, int from, int to) throws MailRejectedException {
        try {
            // Headers in raw UTF-8, as many clients write them today.
            return new InternetHeaders(new ByteArrayInputStream(mail, from, to - from), true);
        } catch (MessagingException e) {
            throw new MailRejectedException("the mail's headers cannot be read", e);
        }
    }

    /** The headers as a message without a body. */
    MimeMessage head() throws MessagingException {
        return new Head(headers);
    }

    /** The part without its children. */
    MimeBodyPart part() throws MessagingException {
        return new MimeBodyPart(headers, new byte[0]);
    }

    /** The part with its body, for one that is to be decoded: makes a copy of at most so many bytes. */
    MimeBodyPart leaf(int maxBytes) throws MessagingException {
        int to = (int) Math.min(bodyTo, (long) bodyFrom + maxBytes);
        return new MimeBodyPart(headers, Arrays.copyOfRange(mail, bodyFrom, to));
    }

    /** The body as it was before it was encoded for the way; without a copy. */
    InputStream decoded() {
        InputStream body = new ByteArrayInputStream(mail, bodyFrom, bodyTo - bodyFrom);
        try {
            String encoding = part().getEncoding();
            return encoding == null ? body : MimeUtility.decode(body, encoding);
        } catch (MessagingException e) {
            // One that nobody knows: as it is.
            return body;
        }
    }

    int bodyBytes() {
        return bodyTo - bodyFrom;
    }

    /** Null where there is none or a broken one, which RFC 2045 lets us take for plain text. */
    ContentType contentType() {
        String value = headers.getHeader("Content-Type", null);
        try {
            return value == null ? null : new ContentType(value);
        } catch (ParseException e) {
            return null;
        }
    }

    /**
     * The parts of a multipart.
     *
     * @param max the most that are taken; the rest is as if it were not there
     * @throws MailRejectedException if there is no part at all
     */
    List<MimeSlice> children(int max) throws MailRejectedException {
        byte[] delimiter = delimiter();
        List<MimeSlice> children = new ArrayList<>();
        int begun = -1;
        int before = bodyFrom;
        int at = bodyFrom;
        boolean closed = false;
        while (at < bodyTo && !closed && children.size() < max) {
            int end = lineEnd(mail, at, bodyTo);
            int next = nextLine(mail, end, bodyTo);
            int kind = delimiter == null ? 0 : kind(delimiter, at, end);
            if (kind > 0) {
                if (begun >= 0) {
                    children.add(slice(mail, begun, Math.max(begun, before)));
                }
                begun = next;
                closed = kind == 2;
            }
            before = end;
            at = next;
        }
        if (begun >= 0 && !closed && children.size() < max && begun < bodyTo) {
            children.add(slice(mail, begun, bodyTo));
        }
        if (children.isEmpty()) {
            throw new MailRejectedException("the mail's parts cannot be told apart");
        }
        return children;
    }

    /** 0: an ordinary line, 1: a part begins, 2: the last part has ended. */
    private int kind(byte[] delimiter, int from, int to) {
        int end = from + delimiter.length;
        if (end > to || !Arrays.equals(mail, from, end, delimiter, 0, delimiter.length)) {
            return 0;
        }
        if (end + 1 < to && mail[end] == '-' && mail[end + 1] == '-') {
            return 2;
        }
        while (end < to && (mail[end] == ' ' || mail[end] == '\t')) {
            end++;
        }
        return end == to ? 1 : 0;
    }

    /** What the header says, else the first line that looks like one; null if none does. */
    private byte[] delimiter() {
        ContentType type = contentType();
        String boundary = type == null ? null : type.getParameter("boundary");
        if (boundary != null && !boundary.isEmpty()) {
            return ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        }
        for (int at = bodyFrom; at < bodyTo; at = nextLine(mail, lineEnd(mail, at, bodyTo), bodyTo)) {
            int end = lineEnd(mail, at, bodyTo);
            if (end - at > 2 && mail[at] == '-' && mail[at + 1] == '-') {
                return new String(mail, at, end - at, StandardCharsets.ISO_8859_1)
                        .stripTrailing()
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private static int lineEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
            at++;
        }
        return at;
    }

    /** Behind the line break at that place: CR LF, LF or CR. */
    private static int nextLine(byte[] bytes, int end, int to) {
        if (end >= to) {
            return to;
        }
        return bytes[end] == '\r' && end + 1 < to && bytes[end + 1] == '\n' ? end + 2 : end + 1;
    }

    private static Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.mime.allowutf8", "true");
        return Session.getInstance(properties);
    }

    private static final class Head extends MimeMessage {

        Head(InternetHeaders headers) {
            super(SESSION);
            this.headers = headers;
            this.modified = false;
            this.saved = true;
            this.content = new byte[0];
        }
    }
}
