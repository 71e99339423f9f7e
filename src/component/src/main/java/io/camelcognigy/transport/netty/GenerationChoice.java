package io.camelcognigy.transport.netty;

import io.camelcognigy.transport.ProtocolGeneration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which generation to begin with, for all connections of one connector. Where that is left open it is the one in which a
 * server last accepted a connection: servers are updated, and not only upwards. Thread-safe.
 */
final class GenerationChoice {

    private static final Logger LOG = LoggerFactory.getLogger(GenerationChoice.class);

    private final boolean open;
    private volatile Generation current;

    GenerationChoice(ProtocolGeneration wanted) {
        this.open = wanted == ProtocolGeneration.AUTO;
        this.current = wanted == ProtocolGeneration.V3 ? Generation.V3 : Generation.V4;
    }

    Generation current() {
        return current;
    }

    /** Whether the other generation may be tried. */
    boolean open() {
        return open;
    }

    /** A server has accepted a connection in that generation. */
    void accepted(Generation generation) {
        if (generation != current) {
            current = generation;
            LOG.info("the server speaks Engine.IO {}: from now on, so do we", generation.engineIo());
        }
    }
}
