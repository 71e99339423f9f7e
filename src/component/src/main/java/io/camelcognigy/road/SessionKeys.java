package io.camelcognigy.road;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Whose session a key of a road is. By default a road's keys are its own: {@code anna} on the road {@code jms} is the
 * session {@code jms~anna}, and nobody who may write to another road speaks in it. A road with shared keys takes them as
 * they are: on all such roads, {@code anna} is one session.
 *
 * <p>The two kinds cannot meet: a shared key that looks like an own one is the session {@code shared~jms~anna}. The sign
 * {@code ~} reads the same however often an address is encoded (PROTOCOL §4). Immutable and thread-safe.
 */
public final class SessionKeys {

    private static final String SHARED = "shared";
    private static final char SIGN = '~';
    private static final int LONGEST_NAME = 40;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1," + LONGEST_NAME + "}");

    private final String road;

    private SessionKeys(String road) {
        this.road = road;
    }

    /**
     * @param road the road's name: letters, digits and {@code -}
     * @param own whether the keys are the road's own, or shared with all roads that share theirs
     */
    public static SessionKeys of(String road, boolean own) {
        if (!NAME.matcher(road).matches() || road.equals(SHARED)) {
            throw new IllegalArgumentException(
                    "the name of a road has 1 to 40 letters, digits and -, and is not " + SHARED);
        }
        return new SessionKeys(own ? road : null);
    }

    /**
     * The session key of a key as it came.
     *
     * @throws RejectedRecordException if there is none, or it is no well-formed text
     */
    public String sessionKey(String key) throws RejectedRecordException {
        if (key == null || key.isBlank()) {
            throw new RejectedRecordException("BRIDGE-NO-KEY", "there is no key that says whose input it is");
        }
        // Half a character is no text: on the wire it is mended, and mended keys of different people could become
        // equal.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(key)) {
            throw new RejectedRecordException("BRIDGE-BAD-KEY", "the key is not well-formed text");
        }
        if (road != null) {
            return road + SIGN + key;
        }
        return signOf(key) > 0 ? SHARED + SIGN + key : key;
    }

    /** The key as it came, of a session key that was made here. */
    public static String key(String sessionKey) {
        int sign = sessionKey == null ? 0 : signOf(sessionKey);
        return sign > 0 ? sessionKey.substring(sign + 1) : sessionKey;
    }

    /** Where the name of a road ends that a key begins with; 0 if it begins with none. Asked several times in each turn. */
    private static int signOf(String key) {
        int sign = key.indexOf(SIGN);
        if (sign > LONGEST_NAME) {
            return 0;
        }
        for (int i = 0; i < sign; i++) {
            char c = key.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
                return 0;
            }
        }
        return Math.max(0, sign);
    }
}
