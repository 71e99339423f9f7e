package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where events are buffered, what is said unasked waits for a connection, and comes again if nobody confirmed it. */
class EventBufferTest {

    private static SimulatedEndpoint start(Duration buffer) {
        return SimulatedEndpoint.builder().eventBuffer(buffer).start();
    }

    @Test
    void whatIsSaidWithoutAConnectionComesWithTheNextOneInOrder() {
        try (SimulatedEndpoint endpoint = start(Duration.ofMinutes(2))) {
            assertThat(endpoint.push("s-1", "first")).isZero();
            assertThat(endpoint.push("s-1", "second")).isZero();
            assertThat(endpoint.push("s-2", "for another")).isZero();
            try (RawClient client = RawClient.open(endpoint, 4, RawClient.query("s-1"))) {
                client.expect("0{");
                client.send("40");
                client.expect("40{");
                assertThat(client.event("output")).contains("first");
                assertThat(client.event("output")).contains("second");
                client.expect("42[\"endpoint-ready\"]");
                assertThat(client.nothingReceived()).isTrue();
            }
        }
    }

    @Test
    void whatWasNotConfirmedComesAgainBeforeWhatCameSince() {
        try (SimulatedEndpoint endpoint = start(Duration.ofMinutes(2))) {
            try (RawClient client = RawClient.ready(endpoint, "s-1")) {
                endpoint.push("s-1", "confirmed");
                client.event("output");
                await().until(() -> endpoint.journal().deliveries().size() == 1);
                endpoint.push("s-1", "not confirmed");
                client.expect("42");
            }
            await().until(() -> endpoint.liveConnections("s-1") == 0);
            endpoint.push("s-1", "later");
            try (RawClient client = RawClient.open(endpoint, 4, RawClient.query("s-1"))) {
                client.expect("0{");
                client.send("40");
                client.expect("40{");
                assertThat(client.event("output")).contains("not confirmed");
                assertThat(client.event("output")).contains("later");
            }
        }
    }

    @Test
    void whatIsTooOldIsGoneAndSoIsEverythingWithoutABuffer() {
        for (Duration buffer : new Duration[] {Duration.ZERO, Duration.ofNanos(1)}) {
            try (SimulatedEndpoint endpoint = start(buffer)) {
                endpoint.push("s-1", "too late");
                try (RawClient client = RawClient.ready(endpoint, "s-1")) {
                    assertThat(client.nothingReceived()).isTrue();
                }
            }
        }
    }
}
