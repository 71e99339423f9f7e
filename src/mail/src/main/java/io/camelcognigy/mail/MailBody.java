package io.camelcognigy.mail;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a mail's parts hold: the text its author wrote, without quotes and signature, and the names of what is attached.
 * Where a mail has both, the HTML is read and not the plain text, because only there clients say what they quoted.
 *
 * @param text may be empty
 */
record MailBody(String text, List<Attachment> attachments) {

    /** More than a person writes; the rest is cut off. */
    private static final int MAX_TEXT_BYTES = 512 * 1024;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 500;
    private static final int MAX_NAME = 200;

    /** @param name without line breaks and folders */
    record Attachment(String name, String type) {}

    static MailBody of(Part mail) throws MessagingException {
        Reader reader = new Reader();
        String text = reader.text(mail, 0, "");
        return new MailBody(text.strip(), List.copyOf(reader.attachments));
    }

    @Override
    public String toString() {
        return "MailBody[textLength=" + text.length() + ", attachments=" + attachments.size() + "]";
    }

    private static final class Reader {

        private final List<Attachment> attachments = new ArrayList<>();
        private int parts;

        /** The text below this part; what is attached is noted down on the way. */
        String text(Part part, int depth, String parentType) throws MessagingException {
            if (++parts > MAX_PARTS) {
                return "";
            }
            String type = type(part);
            String name = name(part);
            boolean attached = Part.ATTACHMENT.equalsIgnoreCase(disposition(part)) || (name != null && depth > 0);
            if (type.startsWith("multipart/") && !attached) {
                return depth < MAX_DEPTH ? container(part, depth, type) : "";
            }
            if (attached || !(type.equals("text/plain") || type.equals("text/html"))) {
                // The pictures of an HTML page are no attachments.
                if (!parentType.equals("multipart/related") || part.getHeader("Content-ID") == null) {
                    attachments.add(new Attachment(name == null ? "unnamed" : name, type));
                }
                return "";
            }
            return type.equals("text/html") ? NewText.of(HtmlText.of(decoded(part))) : NewText.of(plain(part));
        }

        private String container(Part part, int depth, String type) throws MessagingException {
            List<String> texts = new ArrayList<>();
            for (BodyPart child : children(part)) {
                String text = text(child, depth + 1, type);
                if (!text.isEmpty()) {
                    texts.add(text);
                }
            }
            if (type.equals("multipart/alternative")) {
                // RFC 2046: the last one is the richest.
                return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
            }
            return String.join("\n\n", texts);
        }

        private static List<BodyPart> children(Part part) throws MessagingException {
            List<BodyPart> children = new ArrayList<>();
            try {
                if (part.getContent() instanceof Multipart multipart) {
                    int count = Math.min(multipart.getCount(), MAX_PARTS);
                    for (int i = 0; i < count; i++) {
                        children.add(multipart.getBodyPart(i));
                    }
                }
            } catch (IOException | ParseException e) {
                throw new MessagingException("the mail's parts cannot be told apart", e);
            }
            return children;
        }

        private static String plain(Part part) throws MessagingException {
            String text = decoded(part);
            ContentType type = contentType(part);
            if (type == null || !"flowed".equalsIgnoreCase(type.getParameter("format"))) {
                return text;
            }
            return FlowedText.unflow(text, "yes".equalsIgnoreCase(type.getParameter("delsp")));
        }

        private static String decoded(Part part) throws MessagingException {
            ContentType type = contentType(part);
            return MailCharset.decode(bytes(part), type == null ? null : type.getParameter("charset"));
        }

        /** What can be decoded: a broken transfer encoding ends the text early and is no reason to lose it. */
        private static byte[] bytes(Part part) throws MessagingException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            try (InputStream in = part.getInputStream()) {
                int read;
                while (bytes.size() < MAX_TEXT_BYTES && (read = in.read(buffer)) >= 0) {
                    bytes.write(buffer, 0, read);
                }
            } catch (IOException e) {
                return bytes.toByteArray();
            }
            return bytes.toByteArray();
        }

        private static String type(Part part) throws MessagingException {
            ContentType type = contentType(part);
            return type == null ? "text/plain" : type.getBaseType().toLowerCase(Locale.ROOT);
        }

        /** Null where there is none or a broken one, which RFC 2045 lets us take for plain text. */
        private static ContentType contentType(Part part) throws MessagingException {
            String[] header = part.getHeader("Content-Type");
            if (header == null) {
                return null;
            }
            try {
                return new ContentType(part.getContentType());
            } catch (ParseException e) {
                return null;
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
