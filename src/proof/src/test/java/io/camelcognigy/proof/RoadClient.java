package io.camelcognigy.proof;

import java.util.List;

/** A customer's side of one road, past all proxies. Thread-safe. */
interface RoadClient extends AutoCloseable {

    /** Puts an input where the road takes it from; its text is the stamp. */
    void send(Stamp stamp);

    /** Which inputs the answers answer that have come so far, in the order in which they came. */
    List<Stamp> answered();

    /** How many inputs became dead letters. */
    int deadLetters();

    @Override
    void close();
}
