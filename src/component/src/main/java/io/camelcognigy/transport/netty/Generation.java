package io.camelcognigy.transport.netty;

/** What differs between the two generations (PROTOCOL §15). */
enum Generation {
    /** Engine.IO 3, Socket.IO protocol 4: the client pings, the server connects the main namespace by itself. */
    V3(3),
    /** Engine.IO 4, Socket.IO protocol 5: the server pings, the client asks for the main namespace. */
    V4(4);

    private final int engineIo;

    Generation(int engineIo) {
        this.engineIo = engineIo;
    }

    /** The query parameter {@code EIO}. */
    int engineIo() {
        return engineIo;
    }

    boolean clientPings() {
        return this == V3;
    }

    boolean clientAsksToConnect() {
        return this == V4;
    }

    Generation other() {
        return this == V3 ? V4 : V3;
    }
}
