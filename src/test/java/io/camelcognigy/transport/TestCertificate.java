package io.camelcognigy.transport;

import io.camelcognigy.CognigyConfiguration.TlsEngine;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** A self-signed certificate, made on the spot with the JDK's keytool. {@code file} holds the store. */
public record TestCertificate(KeyStore store, Path file, char[] password) {

    /**
     * @param names as keytool's extension {@code san} takes them: {@code dns:localhost,ip:127.0.0.1}
     */
    public static TestCertificate create(Path folder, String names) throws Exception {
        Path file = folder.resolve(Integer.toHexString(names.hashCode()) + ".p12");
        char[] password = "changeit".toCharArray();
        if (!Files.exists(file)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "endpoint",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=test",
                            "-ext",
                            "san=" + names,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(password))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return new TestCertificate(store, file, password);
    }

    /** For the server that has it. */
    public SSLContext serving() throws Exception {
        return context(keys(), null);
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
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("endpoint", store.getCertificate("endpoint"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
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
