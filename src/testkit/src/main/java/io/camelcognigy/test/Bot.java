package io.camelcognigy.test;

/** What a {@link SimulatedEndpoint} says. {@link DemoBot} is the default. */
@FunctionalInterface
public interface Bot {

    /**
     * Answers one input. Called on the connection's event loop: it must not block. A bot that wants to wait uses
     * {@link Reply#after}. The turn lasts until the reply says {@link Reply#finalPing()}, an error or an exception.
     */
    void answer(ReceivedInput input, Reply reply);
}
