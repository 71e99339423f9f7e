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
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,40}");
    private static final Pattern LOOKS_OWN = Pattern.compile("(?s)" + NAME + SIGN + ".*");

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
        return LOOKS_OWN.matcher(key).matches() ? SHARED + SIGN + key : key;
    }

    /** The key as it came, of a session key that was made here. */
    public static String key(String sessionKey) {
        return sessionKey != null && LOOKS_OWN.matcher(sessionKey).matches()
                ? sessionKey.substring(sessionKey.indexOf(SIGN) + 1)
                : sessionKey;
    }
}
