package io.camelcognigy.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;

/**
 * Bytes of a mail as text. Like browsers, it takes a label for the superset that clients really write under it
 * (windows-1252 for ISO-8859-1, Microsoft's variants for ISO-2022-JP and Shift_JIS), and never fails.
 */
final class MailCharset {

    private static final Map<String, String> SUPERSETS = Map.of(
            "iso-8859-1", "windows-1252",
            "iso-8859-9", "windows-1254",
            "iso-2022-jp", "x-windows-iso2022jp",
            "shift_jis", "windows-31j",
            "gb2312", "GB18030",
            "gbk", "GB18030",
            "euc-kr", "x-windows-949",
            "ks_c_5601-1987", "x-windows-949");
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private MailCharset() {}

    /** @param label what the mail says; null, ASCII or unknown: UTF-8 if the bytes are that, else windows-1252 */
    static String decode(byte[] bytes, String label) {
        Charset charset = named(label);
        return charset == null ? detected(bytes) : new String(bytes, charset);
    }

    private static Charset named(String label) {
        if (label == null) {
            return null;
        }
        String name = label.strip().toLowerCase(Locale.ROOT);
        if (name.equals("us-ascii") || name.equals("ascii")) {
            return null;
        }
        try {
            return Charset.forName(SUPERSETS.getOrDefault(name, name));
        } catch (UnsupportedCharsetException | IllegalCharsetNameException e) {
            return null;
        }
    }

    private static String detected(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, WESTERN);
        }
    }
}
