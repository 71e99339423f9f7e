package io.camelcognigy.transport;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

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
    SSLContext trusting() throws Exception {
        return context(null, trust());
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
}
