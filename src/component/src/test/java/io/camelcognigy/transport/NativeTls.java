package io.camelcognigy.transport;

import io.camelcognigy.AgentConfiguration.TlsEngine;
import io.netty.handler.ssl.OpenSsl;
import org.opentest4j.TestAbortedException;

/** Whether {@code tlsEngine=openssl} can be tried here: its native library is for one platform. */
public final class NativeTls {

    private NativeTls() {}

    /** {@link #assumePresent()}, if that engine needs it. */
    public static void assumePresentFor(TlsEngine engine) {
        if (engine == TlsEngine.OPENSSL) {
            assumePresent();
        }
    }

    /**
     * @throws TestAbortedException where it cannot be loaded and need not be; with {@code -Dinterop.required=true}, an
     *     error
     */
    public static void assumePresent() {
        if (!OpenSsl.isAvailable()) {
            String message = "netty-tcnative does not load here: " + OpenSsl.unavailabilityCause();
            if (Boolean.getBoolean("interop.required")) {
                throw new AssertionError(message, OpenSsl.unavailabilityCause());
            }
            throw new TestAbortedException(message);
        }
    }
}
