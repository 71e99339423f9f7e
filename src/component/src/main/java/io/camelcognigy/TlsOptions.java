package io.camelcognigy;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.camelcognigy.transport.Tls;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.AliasedX509ExtendedKeyManager;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** Camel's TLS settings as the transport takes them: for the JVM's engine all of them, for OpenSSL all or an error. */
final class TlsOptions {

    private TlsOptions() {}

    /**
     * @param parameters null for the JVM's defaults
     * @throws IllegalArgumentException if they say what the engine has no way to do
     */
    static Tls tls(TlsEngine engine, SSLContextParameters parameters, CamelContext camel)
            throws GeneralSecurityException, IOException {
        if (engine == TlsEngine.OPENSSL && parameters != null) {
            refuseWhatOnlyTheJvmCan(parameters);
        }
        // Also tells the parameters, down to the key stores, which Camel context they are for.
        SSLContext context = parameters == null ? null : parameters.createSSLContext(camel);
        if (engine == TlsEngine.JDK) {
            return new Tls.Jdk(context);
        }
        return parameters == null
                ? new Tls.OpenSsl(null, null, null)
                : new Tls.OpenSsl(context, key(parameters, camel), trust(parameters));
    }

    private static void refuseWhatOnlyTheJvmCan(SSLContextParameters parameters) {
        Map<String, Object> only = new LinkedHashMap<>();
        only.put("provider", parameters.getProvider());
        only.put("secureRandom", parameters.getSecureRandom());
        only.put("namedGroups", parameters.getNamedGroups());
        only.put("namedGroupsFilter", parameters.getNamedGroupsFilter());
        only.put("signatureSchemes", parameters.getSignatureSchemes());
        only.put("signatureSchemesFilter", parameters.getSignatureSchemesFilter());
        only.values().removeIf(Objects::isNull);
        if (!only.isEmpty()) {
            throw new IllegalArgumentException("tlsEngine=openssl does not take these of the sslContextParameters: "
                    + String.join(", ", only.keySet()));
        }
    }

    private static KeyManager key(SSLContextParameters parameters, CamelContext camel)
            throws GeneralSecurityException, IOException {
        KeyManagersParameters managers = parameters.getKeyManagers();
        X509KeyManager key = managers == null ? null : first(managers.createKeyManagers(), X509KeyManager.class);
        if (key == null || parameters.getCertAlias() == null) {
            return key;
        }
        try {
            return new AliasedX509ExtendedKeyManager(camel.resolvePropertyPlaceholders(parameters.getCertAlias()), key);
        } catch (Exception e) {
            throw new GeneralSecurityException("no such certAlias", e);
        }
    }

    private static TrustManager trust(SSLContextParameters parameters) throws GeneralSecurityException, IOException {
        TrustManagersParameters managers = parameters.getTrustManagers();
        return managers == null ? null : first(managers.createTrustManagers(), X509TrustManager.class);
    }

    /** As the JVM does: of several, the first counts. */
    private static <T> T first(Object[] managers, Class<T> kind) {
        return managers == null
                ? null
                : Arrays.stream(managers)
                        .filter(kind::isInstance)
                        .map(kind::cast)
                        .findFirst()
                        .orElse(null);
    }
}
