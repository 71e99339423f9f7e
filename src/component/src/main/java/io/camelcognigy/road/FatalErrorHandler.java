package io.camelcognigy.road;

import org.apache.camel.CamelContext;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a process in which a road's own thread, such as the one that polls a source, has died of an {@link Error}.
 * A road that goes on without its thread looks healthy and does nothing.
 *
 * <p>An application puts one into Camel's registry, such as a Spring bean; the bridge's ends the process. Without one, the
 * error is logged.
 */
@FunctionalInterface
public interface FatalErrorHandler {

    /**
     * Called once by the thread that dies; may not return. Must not need memory that is not there.
     *
     * @param thread in words, such as {@code the poll thread of road kafka}
     */
    void fatal(String thread, Throwable error);

    /** The one in the registry, else one that logs. */
    static FatalErrorHandler of(CamelContext camel) {
        FatalErrorHandler found = camel.getRegistry().findSingleByType(FatalErrorHandler.class);
        return found != null
                ? found
                : (thread, error) -> LoggerFactory.getLogger(FatalErrorHandler.class)
                        .error("{} has died; what it did is not done any more", thread, error);
    }
}
