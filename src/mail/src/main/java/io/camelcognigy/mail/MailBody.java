package io.camelcognigy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What a mail's parts hold: the text its author wrote, without quotes and signature, and the names of what is attached.
 * Where a mail has both, the HTML is read and not the plain text, because only there clients say what they quoted.
 *
 * @param text may be empty
 * @param cut whether text or attachments are missing, as there is more than a person writes
 * @param calendarReply whether it is a calendar's answer to an invitation (RFC 5546), which no person waits on
 */
record MailBody(String text, List<Attachment> attachments, boolean cut, boolean calendarReply) {

    /** More than a person writes, for all parts together; the rest is cut off. */
    private static final int MAX_TEXT_BYTES = 512 * 1024;
    /** What encodings may make of one byte. */
    private static final int MAX_ENCODED = 4;

    private static final int MAX_CALENDAR_BYTES = 64 * 1024;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 500;
    private static final int MAX_NAME = 200;

    /**
     * @param name without line breaks and folders
     * @param content holds the whole mail in memory; null once that is not needed any more
     * @param url where it is kept; null if it is not
     */
    record Attachment(String name, String type, MimeSlice content, String url) {

        Attachment withoutContent() {
            return new Attachment(name, type, null, null);
        }

        Attachment at(String link) {
            return new Attachment(name, type, null, link);
        }

        /** What the bot is told. */
        Map<String, Object> told() {
            return url == null ? Map.of("name", name, "type", type) : Map.of("name", name, "type", type, "url", url);
        }

        @Override
        public String toString() {
            return "Attachment[" + type + "]";
        }
    }

    /**
     * @param late whether it has taken too long by now
     * @throws MailRejectedException if the parts cannot be told apart, or it took too long
     */
    static MailBody of(MimeSlice mail, BooleanSupplier late) throws MessagingException, MailRejectedException {
        Reader reader = new Reader(late);
        String text = reader.text(mail, 0, "", true);
        return new MailBody(text.strip(), List.copyOf(reader.attachments), reader.cut, reader.calendarReply);
    }

    MailBody with(List<Attachment> others) {
        return new MailBody(text, others, cut, calendarReply);
    }

    @Override
    public String toString() {
        return "MailBody[textLength=" + text.length() + ", attachments=" + attachments.size() + "]";
    }

    private static final class Reader {

        private final List<Attachment> attachments = new ArrayList<>();
        private final BooleanSupplier late;
        private int parts;
        private int bytesLeft = MAX_TEXT_BYTES;
        private boolean cut;
        private boolean calendarReply;

        Reader(BooleanSupplier late) {
            this.late = late;
        }

        /**
         * The text below this part; what is attached is noted down on the way.
         *
         * @param wanted whether its text is read: of alternatives only one is
         */
        String text(MimeSlice slice, int depth, String parentType, boolean wanted)
                throws MessagingException, MailRejectedException {
            if (late.getAsBoolean()) {
                throw new MailRejectedException("the mail takes too long to read");
            }
            if (++parts > MAX_PARTS) {
                cut = true;
                return "";
            }
            MimeBodyPart part = slice.part();
            ContentType contentType = slice.contentType();
            String type = contentType == null
                    ? "text/plain"
                    : contentType.getBaseType().toLowerCase(Locale.ROOT);
            if (type.equals("text/calendar")) {
                calendarReply |= isReply(slice, contentType);
            }
            String name = name(part);
            boolean attached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) || (name != null && depth > 0);
            if (type.startsWith("multipart/") && !attached) {
                if (depth < MAX_DEPTH) {
                    return container(slice, depth, type, wanted);
                }
                cut = true;
                return "";
            }
            if (attached || !(type.equals("text/plain") || type.equals("text/html"))) {
                // The pictures of an HTML page are no attachments.
                if (!parentType.equals("multipart/related") || part.getHeader("Content-ID") == null) {
                    attachments.add(new Attachment(name == null ? "unnamed" : name, type, slice, null));
                }
                return "";
            }
            return wanted ? written(slice, contentType, type) : "";
        }

        private String container(MimeSlice slice, int depth, String type, boolean wanted)
                throws MessagingException, MailRejectedException {
            List<MimeSlice> children = slice.children(MAX_PARTS + 1);
            if (type.equals("multipart/alternative")) {
                // RFC 2046: the last one is the richest.
                String text = "";
                for (int i = children.size() - 1; i >= 0; i--) {
                    String of = text(children.get(i), depth + 1, type, wanted && text.isEmpty());
                    text = text.isEmpty() ? of : text;
                }
                return text;
            }
            List<String> texts = new ArrayList<>();
            for (MimeSlice child : children) {
                String text = text(child, depth + 1, type, wanted);
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
            return String.join("\n\n", texts);
        }

        private String written(MimeSlice slice, ContentType type, String baseType) throws MessagingException {
            String text = MailCharset.decode(
                    bytes(slice.leaf((bytesLeft + 1) * MAX_ENCODED)),
                    type == null ? null : type.getParameter("charset"));
            if (baseType.equals("text/html")) {
                HtmlText html = HtmlText.of(text);
                cut |= html.cut();
                return NewText.of(html.text());
            }
            if (type != null && "flowed".equalsIgnoreCase(type.getParameter("format"))) {
                return NewText.of(FlowedText.unflow(text, "yes".equalsIgnoreCase(type.getParameter("delsp"))));
            }
            return NewText.of(text);
        }

        /** What can be decoded: a broken transfer encoding ends the text early and is no reason to lose it. */
        private byte[] bytes(MimeBodyPart part) throws MessagingException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (InputStream in = part.getInputStream()) {
                byte[] buffer = new byte[8192];
                int read;
                while ((read = in.read(buffer)) >= 0) {
                    if (read > bytesLeft) {
                        bytes.write(buffer, 0, bytesLeft);
                        bytesLeft = 0;
                        cut = true;
                        break;
                    }
                    bytes.write(buffer, 0, read);
                    bytesLeft -= read;
                }
            } catch (IOException e) {
                return bytes.toByteArray();
            }
            return bytes.toByteArray();
        }

        private static boolean isReply(MimeSlice slice, ContentType type) throws MessagingException {
            String method = type.getParameter("method");
            if (method != null) {
                return method.equalsIgnoreCase("reply");
            }
            try (InputStream in = slice.leaf(MAX_CALENDAR_BYTES).getInputStream()) {
                String calendar = MailCharset.decode(in.readNBytes(MAX_CALENDAR_BYTES), "utf-8");
                return calendar.lines().anyMatch(line -> line.strip().equalsIgnoreCase("METHOD:REPLY"));
            } catch (IOException e) {
                return false;
            }
        }

        private static String disposition(Part part) {
            try {
                return part.getDisposition();
            } catch (MessagingException e) {
                return null;
            }
        }

        private static String name(Part part) {
            String name;
            try {
                name = part.getFileName();
            } catch (MessagingException e) {
                return "unnamed";
            }
            if (name == null) {
                return null;
            }
            try {
                name = MimeUtility.decodeText(name);
            } catch (UnsupportedEncodingException e) {
                // Stays as it was written.
            }
            String file = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
            return OneLine.of(file, MAX_NAME);
        }
    }
}
