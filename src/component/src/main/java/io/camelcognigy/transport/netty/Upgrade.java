package io.camelcognigy.transport.netty;

import io.camelcognigy.transport.RequestHeaders;
import io.camelcognigy.transport.dial.Failures;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** The HTTP request that asks for a WebSocket, and what makes its answer a yes (RFC 6455 §4.1). For one attempt. */
final class Upgrade {

    static final int SWITCHING_PROTOCOLS = 101;

    private static final int MAX_RESPONSE_BYTES = 16 * 1024;
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] HTTP = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final String key = newKey();

    /** A header block that is not that of an agreed upgrade. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status) {
            super(Failures.describe(status), null, false, false);
            this.status = status;
        }

        /** The HTTP status, or {@link Failures#NOT_HTTP}. */
        int status() {
            return status;
        }
    }

    /**
     * Without Origin: a server may check it against its list, and a non-browser client needs none (PROTOCOL §3).
     *
     * @param host with the port, if it is not the scheme's own
     * @param target path and query, in ASCII
     * @param own the user's headers
     */
    byte[] request(String host, String target, RequestHeaders own) {
        String head = "GET " + target + " HTTP/1.1\r\n"
                + "Host: " + host + "\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + key + "\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + own.lines()
                + "\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads the answer's head, and nothing behind it.
     *
     * @return false if it is not complete yet; nothing is consumed then
     */
    boolean agreed(ByteBuf in) throws RefusedException {
        for (int i = 0; i < HTTP.length && i < in.readableBytes(); i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP[i]) {
                throw new RefusedException(Failures.NOT_HTTP);
            }
        }
        int length = headLength(in);
        if (length < 0) {
            if (in.readableBytes() > MAX_RESPONSE_BYTES) {
                throw new TooLongFrameException("an HTTP answer of more than " + MAX_RESPONSE_BYTES + " bytes");
            }
            return false;
        }
        check(in.readCharSequence(length, StandardCharsets.ISO_8859_1)
                .toString()
                .split("\r?\n"));
        return true;
    }

    private void check(String[] lines) throws RefusedException {
        int status = status(lines[0]);
        boolean upgrade = false;
        boolean connection = false;
        boolean accept = false;
        boolean extension = false;
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                String value = lines[i].substring(colon + 1).strip();
                switch (lines[i].substring(0, colon).toLowerCase(Locale.ROOT)) {
                    case "upgrade" -> upgrade = "websocket".equalsIgnoreCase(value);
                    case "connection" ->
                        connection |= value.toLowerCase(Locale.ROOT).contains("upgrade");
                    case "sec-websocket-accept" -> accept = accept(key).equals(value);
                    // We asked for none, and frames would mean something else with one.
                    case "sec-websocket-extensions" -> extension = !value.isEmpty();
                    default -> {}
                }
            }
        }
        if (status != SWITCHING_PROTOCOLS || !upgrade || !connection || !accept || extension) {
            throw new RefusedException(status);
        }
    }

    private static int status(String line) throws RefusedException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[1].matches("[1-9][0-9]{2}")) {
            throw new RefusedException(Failures.NOT_HTTP);
        }
        return Integer.parseInt(words[1]);
    }

    /** With the empty line that ends it; -1 if that has not come. */
    private static int headLength(ByteBuf in) {
        for (int i = in.readerIndex() + 3; i < in.writerIndex(); i++) {
            if (in.getByte(i) == '\n'
                    && in.getByte(i - 1) == '\r'
                    && in.getByte(i - 2) == '\n'
                    && in.getByte(i - 3) == '\r') {
                return i + 1 - in.readerIndex();
            }
        }
        return -1;
    }

    private static String newKey() {
        byte[] random = new byte[16];
        ThreadLocalRandom.current().nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-1", e);
        }
    }
}
