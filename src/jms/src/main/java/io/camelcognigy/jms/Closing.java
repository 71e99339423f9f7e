package io.camelcognigy.jms;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what may be broken already. */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.debug("could not be closed: {}", e.toString());
        }
    }
}
