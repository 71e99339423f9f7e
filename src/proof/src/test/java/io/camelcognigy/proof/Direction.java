package io.camelcognigy.proof;

/** Which way bytes go through a {@link TcpProxy}. */
enum Direction {
    TO_SERVER,
    TO_CLIENT
}
