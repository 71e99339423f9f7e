package io.camelcognigy.mail;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Enumeration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The two digests of this package: SHA-256 where nothing is secret, HMAC-SHA256 where something is proven. */
final class Digest {

    private static final String HMAC = "HmacSHA256";

    private Digest() {}

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static byte[] hmac(byte[] secret, String purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            for (byte[] part : parts) {
                // The length in front, so that no two lists of parts read the same.
                mac.update((byte) (part.length >> 8));
                mac.update((byte) part.length);
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    /** Names a mail that has no id, by all that it says about itself. */
    static String ofHeaders(MimeMessage mail) throws MessagingException {
        StringBuilder headers = new StringBuilder();
        Enumeration<Header> all = mail.getAllHeaders();
        while (all.hasMoreElements()) {
            Header header = all.nextElement();
            headers.append(header.getName())
                    .append(':')
                    .append(header.getValue())
                    .append('\n');
        }
        return HexFormat.of().formatHex(sha256(headers.toString()));
    }
}
