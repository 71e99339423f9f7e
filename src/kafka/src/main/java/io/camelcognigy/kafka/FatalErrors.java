package io.camelcognigy.kafka;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what has broken a road, as far as that still goes, and has it ended. */
final class FatalErrors {

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);

    private FatalErrors() {}

    static void end(String road, Throwable error, FatalErrorHandler handler) {
        try {
            LOG.error("Road {} is broken by {}: the process must not go on as if it were not", road, error, error);
        } finally {
            handler.ended(road, error);
        }
    }
}
