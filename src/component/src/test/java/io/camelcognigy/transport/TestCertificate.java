package io.camelcognigy.transport;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.NetUtil;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate with its key, of an authority that is made with it on the spot. {@code file} holds them, as a PKCS #12
 * store.
 */
public record TestCertificate(KeyStore store, Path file, char[] password) {

    /** Where the store has the certificate and its key. */
    public static final String OWN = "own";

    private static final String AUTHORITY = "authority";
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration VALIDITY = Duration.ofDays(3_650);

    /**
     * The same again if the folder has one for these names.
     *
     * @param names whose it is: host names and IP addresses
     */
    public static TestCertificate create(Path folder, String... names) throws Exception {
        Path file = folder.resolve(Integer.toHexString(List.of(names).hashCode()) + ".p12");
        return Files.exists(file) ? load(file) : create(file, Instant.now().plus(VALIDITY), names);
    }

    /** One that is valid until then. */
    static TestCertificate until(Instant end, Path folder, String... names) throws Exception {
        return create(folder.resolve(end.toEpochMilli() + ".p12"), end, names);
    }

    private static TestCertificate create(Path file, Instant end, String... names) throws Exception {
        X509Bundle authority = new CertificateBuilder()
                .subject("CN=authority")
                .notAfter(Instant.now().plus(VALIDITY))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle own = builder(names)
                .notBefore(end.minus(VALIDITY.multipliedBy(2)))
                .notAfter(end)
                .buildIssuedBy(authority);
        KeyStore store = store(null);
        store.setKeyEntry(OWN, own.getKeyPair().getPrivate(), PASSWORD, own.getCertificatePath());
        store.setCertificateEntry(AUTHORITY, authority.getCertificate());
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
        return new TestCertificate(store, file, PASSWORD.clone());
    }

    private static CertificateBuilder builder(String... names) throws Exception {
        CertificateBuilder builder = new CertificateBuilder().subject("CN=test");
        for (String name : names) {
            if (NetUtil.isValidIpV4Address(name)) {
                builder.addSanIpAddress(name);
            } else {
                builder.addSanDnsName(name);
            }
        }
        return builder;
    }

    private static TestCertificate load(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return new TestCertificate(store(in), file, PASSWORD.clone());
        }
    }

    /** @param content null for an empty one */
    private static KeyStore store(InputStream content) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(content, PASSWORD);
        return store;
    }

    /** For the server that has it. */
    public SSLContext serving() throws Exception {
        return context(keys(), null);
    }

    /**
     * The same.
     *
     * @param shown run whenever it is shown to somebody, which is in every handshake that resumes no session
     */
    SSLContext serving(Runnable shown) throws Exception {
        return context(new KeyManager[] {new Showing((X509ExtendedKeyManager) keys()[0], shown)}, null);
    }

    /** For whoever has it and trusts it: both ends of a connection where both show one. */
    SSLContext mutual() throws Exception {
        return context(keys(), trust());
    }

    /** For clients that trust it, and nothing else. */
    Tls trusting(TlsEngine engine) throws Exception {
        return tls(engine, null, trust());
    }

    /** For clients that trust it, and show it themselves. */
    Tls mutual(TlsEngine engine) throws Exception {
        return tls(engine, keys(), trust());
    }

    /** For clients that trust whom the JVM trusts. */
    static Tls trustingTheUsual(TlsEngine engine) throws Exception {
        return tls(engine, null, null);
    }

    /** For clients that take any certificate, and leave whose it is to others. */
    static Tls trustingEveryone(TlsEngine engine) throws Exception {
        return tls(engine, null, new TrustManager[] {new Everyone()});
    }

    private static Tls tls(TlsEngine engine, KeyManager[] keys, TrustManager[] trust) throws Exception {
        if (engine == TlsEngine.JDK) {
            return new Tls.Jdk(context(keys, trust));
        }
        NativeTls.assumePresent();
        return new Tls.OpenSsl(null, keys == null ? null : keys[0], trust == null ? null : trust[0]);
    }

    private KeyManager[] keys() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys.getKeyManagers();
    }

    private TrustManager[] trust() throws Exception {
        KeyStore trusted = store(null);
        trusted.setCertificateEntry(AUTHORITY, store.getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static final class Showing extends X509ExtendedKeyManager {

        private final X509ExtendedKeyManager keys;
        private final Runnable shown;

        Showing(X509ExtendedKeyManager keys, Runnable shown) {
            this.keys = keys;
            this.shown = shown;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            shown.run();
            return keys.getCertificateChain(alias);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keys.chooseEngineServerAlias(keyType, issuers, engine);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keys.chooseServerAlias(keyType, issuers, socket);
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return keys.getServerAliases(keyType, issuers);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[0];
        }
    }

    private static final class Everyone implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
