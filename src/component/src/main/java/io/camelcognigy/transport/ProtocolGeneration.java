package io.camelcognigy.transport;

/** Which generation of Engine.IO and Socket.IO is spoken (PROTOCOL §3). */
public enum ProtocolGeneration {
    /** Engine.IO 4 with Socket.IO protocol 5: today's. */
    V4,
    /** Engine.IO 3 with Socket.IO protocol 4, for old servers. */
    V3,
    /** V4 first; the one that a server turns out to speak from then on. */
    AUTO
}
