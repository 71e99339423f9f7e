package io.camelcognigy.road;

import java.util.Optional;

/**
 * A road whose dead letters can be counted and sent again. The consumers of roads are one: {@code route.getConsumer()
 * instanceof DeadLetterRoad}, whether the route runs or not.
 */
public interface DeadLetterRoad {

    /** The road's name, such as {@code jms}. */
    String road();

    /** Empty where it stores none. */
    Optional<DeadLetterStore> deadLetters();
}
