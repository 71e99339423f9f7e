package io.camelcognigy.proof;

import java.time.Duration;
import java.util.Set;

/**
 * What a {@link TcpProxy} does to the bytes of its links.
 *
 * @param blackholes the directions in which nothing arrives, the end of a connection included
 * @param delay how much later everything arrives, either way
 * @param bytesPerSecond how much arrives, either way; 0 for no limit
 */
record Weather(Set<Direction> blackholes, Duration delay, long bytesPerSecond) {

    static final Weather FINE = new Weather(Set.of(), Duration.ZERO, 0);
}
