package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One mail of a thread at a time, in the order they came, whatever becomes of each; other threads go on meanwhile. */
class ClaimsTest {

    private long now;
    private final Claims claims = new Claims(() -> now);

    private Set<Long> ready() {
        Set<String> passedOver = new HashSet<>();
        Set<Long> ready = new HashSet<>();
        for (long uid : claims.waiting()) {
            if (claims.isReady(uid, passedOver)) {
                ready.add(uid);
            }
        }
        return ready;
    }

    private void know() {
        claims.know(1, "a");
        claims.know(2, "a");
        claims.know(3, "b");
        claims.found(List.of(1L, 2L, 3L));
    }

    @Test
    void theNextMailOfAThreadWaitsForTheOneBefore() {
        claims.found(List.of(1L, 2L, 3L));
        know();
        claims.start(1, "a");
        assertThat(ready()).containsExactly(3L);
        claims.done(1);
        assertThat(ready()).containsExactlyInAnyOrder(2L, 3L);
    }

    @Test
    void itWaitsAlsoWhileTheOneBeforeIsTriedAgain() {
        claims.found(List.of(1L, 2L, 3L));
        know();
        claims.start(1, "a");
        assertThat(claims.again(1, Duration.ofHours(1))).isTrue();
        assertThat(ready()).containsExactly(3L);
        now += Duration.ofSeconds(1).toNanos();
        assertThat(ready()).contains(1L);
    }

    @Test
    void whoWaitsForTheEndpointHurriesOnceItIsBack() {
        claims.found(List.of(1L));
        for (int i = 0; i < 10; i++) {
            claims.start(1, "a");
            assertThat(claims.again(1, Duration.ZERO)).isTrue();
        }
        assertThat(ready()).isEmpty();
        claims.hurry();
        assertThat(ready()).containsExactly(1L);
    }

    @Test
    void whatIsTriedForTooLongIsGivenUp() {
        claims.found(List.of(1L));
        claims.start(1, "a");
        assertThat(claims.again(1, Duration.ofHours(1))).isTrue();
        assertThat(claims.tooOld(Duration.ofHours(1))).isEmpty();
        now += Duration.ofHours(1).toNanos();
        assertThat(claims.tooOld(Duration.ofHours(1))).containsExactly(1L);
        assertThat(claims.tooOld(Duration.ZERO)).isEmpty();
        claims.start(1, "a");
        assertThat(claims.again(1, Duration.ofHours(1))).isFalse();
    }

    @Test
    void whatIsGoneFromTheMailboxIsForgotten() {
        claims.found(List.of(1L, 2L));
        claims.start(1, "a");
        claims.again(1, Duration.ZERO);
        claims.found(List.of(2L));
        assertThat(claims.wasTried(1)).isFalse();
        assertThat(claims.waiting()).containsExactly(2L);
    }
}
