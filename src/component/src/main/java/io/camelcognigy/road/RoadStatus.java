package io.camelcognigy.road;

/**
 * How a road is, now. The consumers of roads are one: {@code route.getConsumer() instanceof RoadStatus}. Cheap and
 * thread-safe; the values are read one after the other, so they may differ by what happened in between.
 */
public interface RoadStatus {

    /** The road's name, such as {@code jms}. */
    String road();

    /** Whether it can take inputs from its source: the connection stands. */
    boolean connected();

    /** What was wrong last, in one line without anybody's words or secrets; null if nothing is wrong now. */
    String lastError();

    /** Inputs that were taken from the source and are not done. */
    int taken();

    /** Of these, those that wait: for the turn before them, for the Endpoint, or for their dead letter to be stored. */
    int waiting();
}
