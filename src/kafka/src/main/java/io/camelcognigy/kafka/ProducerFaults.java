package io.camelcognigy.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** After which faults an idempotent producer takes no record any more, whatever becomes of their cause. */
final class ProducerFaults {

    private ProducerFaults() {}

    static boolean isFatal(Throwable failure) {
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            if (cause instanceof ClusterAuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof ProducerFencedException
                    || cause instanceof UnsupportedVersionException) {
                return true;
            }
        }
        return false;
    }
}
