package io.camelcognigy.transport;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How {@code https} is spoken: by whose engine, what it trusts, and the client's own certificate if any. */
public sealed interface Tls {

    /** The JVM's trust, and its own engine. */
    static Tls defaults() {
        return new Jdk(null);
    }

    /**
     * The JVM's own engine.
     *
     * @param context all there is to say; null takes the JVM's default
     */
    record Jdk(SSLContext context) implements Tls {}

    /**
     * BoringSSL, by the native library netty-tcnative, which needs less memory per connection and less CPU for a handshake.
     * It offers the protocols and cipher suites of a context of the JVM, as far as it can: never others, never a choice cut
     * short.
     *
     * @param model whose client-side protocols, cipher suites and session timeout count; null takes the JVM's default
     * @param key the client's certificate; null for none
     * @param trust null takes the JVM's default
     */
    record OpenSsl(SSLContext model, KeyManager key, TrustManager trust) implements Tls {}
}
