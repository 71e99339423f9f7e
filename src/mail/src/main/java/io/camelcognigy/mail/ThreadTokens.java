package io.camelcognigy.mail;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Our Message-IDs. Each holds the session key of its thread and a proof that we wrote it to that person, so that their
 * answer finds the session again with nothing stored, also after a restart, as long as the secret is the same.
 *
 * <p>An id is a function of the mail it answers: if an answer is ever sent twice, both have the same id, and mail servers
 * and clients that know an id show it once.
 *
 * <pre>{@code
 * <cg1.TOKEN@domain>   TOKEN = base 36 of: key (16 bytes), answered mail (8), proof (16)
 * }</pre>
 */
final class ThreadTokens {

    static final String KEY_PREFIX = "mail-";

    private static final int KEY = 16;
    private static final int ANSWERED = 8;
    private static final int PROOF = 16;
    private static final int TOKEN = KEY + ANSWERED + PROOF;
    private static final int RADIX = 36;
    private static final Pattern OURS = Pattern.compile("<cg1\\.([0-9a-z]{1,63})@[^>]+>");

    private final byte[] secret;
    private final String domain;

    /** @param domain what our Message-IDs end in */
    ThreadTokens(String secret, String domain) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.domain = domain;
    }

    /** The key of a thread that began with this mail, for this person; says nothing about either. */
    static String sessionKey(String root, String sender) {
        byte[] digest = Digest.sha256(root + "\n" + sender);
        return KEY_PREFIX + HexFormat.of().formatHex(digest, 0, KEY);
    }

    /** @param sessionKey as {@link #sessionKey} made it */
    String messageId(String sessionKey, String recipient, String answeredIdentity) {
        byte[] key = HexFormat.of().parseHex(sessionKey.substring(KEY_PREFIX.length()));
        byte[] answered = Arrays.copyOf(Digest.hmac(secret, "answered", utf8(answeredIdentity)), ANSWERED);
        byte[] token = new byte[TOKEN];
        System.arraycopy(key, 0, token, 0, KEY);
        System.arraycopy(answered, 0, token, KEY, ANSWERED);
        System.arraycopy(proof(key, answered, recipient), 0, token, KEY + ANSWERED, PROOF);
        return "<cg1." + new BigInteger(1, token).toString(RADIX) + "@" + domain + ">";
    }

    /** An id that leads nowhere, for a mail of no thread. */
    String plainId(String identity) {
        return "<" + HexFormat.of().formatHex(Digest.sha256(identity), 0, KEY) + "@" + domain + ">";
    }

    /** The session key in an id, if that id is ours and went to this person. */
    Optional<String> find(String messageId, String sender) {
        Matcher ours = OURS.matcher(messageId);
        if (!ours.matches()) {
            return Optional.empty();
        }
        byte[] token = bytes(ours.group(1));
        if (token == null) {
            return Optional.empty();
        }
        byte[] key = Arrays.copyOfRange(token, 0, KEY);
        byte[] answered = Arrays.copyOfRange(token, KEY, KEY + ANSWERED);
        byte[] claimed = Arrays.copyOfRange(token, KEY + ANSWERED, TOKEN);
        return MessageDigest.isEqual(claimed, proof(key, answered, sender))
                ? Optional.of(KEY_PREFIX + HexFormat.of().formatHex(key))
                : Optional.empty();
    }

    private byte[] proof(byte[] key, byte[] answered, String person) {
        return Arrays.copyOf(Digest.hmac(secret, "thread", key, answered, utf8(person)), PROOF);
    }

    private static byte[] bytes(String base36) {
        byte[] number = new BigInteger(base36, RADIX).toByteArray();
        int sign = number.length > 1 && number[0] == 0 ? 1 : 0;
        int length = number.length - sign;
        if (length > TOKEN) {
            return null;
        }
        byte[] token = new byte[TOKEN];
        System.arraycopy(number, sign, token, TOKEN - length, length);
        return token;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
