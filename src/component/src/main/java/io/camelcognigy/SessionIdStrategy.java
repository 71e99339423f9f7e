package io.camelcognigy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a session key becomes the session id on the wire. */
final class SessionIdStrategy {

    private static final String HMAC = "HmacSHA256";

    private SessionIdStrategy() {}

    static UnaryOperator<String> raw() {
        return UnaryOperator.identity();
    }

    /** HMAC-SHA256 in lower-case hex: 64 characters that read the same however often they are encoded (PROTOCOL §4). */
    static UnaryOperator<String> hashed(String secret) {
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC);
        return sessionKey -> {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(key);
                return HexFormat.of().formatHex(mac.doFinal(sessionKey.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has " + HMAC, e);
            }
        };
    }
}
