package io.camelcognigy.road;

import org.apache.camel.CamelContext;

/**
 * Is told of each dead letter that a road has stored, to count them. An application puts one into Camel's registry, such as a
 * Spring bean.
 */
@FunctionalInterface
public interface DeadLetterListener {

    /**
     * Called by the road's threads, by several at once; must neither block nor throw.
     *
     * @param road its name, such as {@code kafka}
     * @param reason a stable code, or a class name
     */
    void stored(String road, String reason);

    /** The one in the registry, else one that does nothing. */
    static DeadLetterListener of(CamelContext camel) {
        DeadLetterListener found = camel.getRegistry().findSingleByType(DeadLetterListener.class);
        return found != null ? found : (road, reason) -> {};
    }
}
