package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** So many mails of one sender within any hour, and memory for so many senders. */
class RateLimitTest {

    private final SetClock clock = new SetClock();
    private final RateLimit limit = new RateLimit(2, 0, 3, clock);

    @Test
    void theThirdWithinAnHourIsOneTooMany() {
        assertThat(limit.admits("anna")).isTrue();
        clock.pass(Duration.ofMinutes(30));
        assertThat(limit.admits("anna")).isTrue();
        assertThat(limit.admits("anna")).isFalse();
        assertThat(limit.admits("bo")).isTrue();
        clock.pass(Duration.ofMinutes(30));
        assertThat(limit.admits("anna")).isTrue();
        assertThat(limit.admits("anna")).isFalse();
    }

    @Test
    void whoKeepsWritingIsNotForgottenForTheSakeOfNewcomers() {
        limit.admits("anna");
        limit.admits("anna");
        for (int i = 0; i < 100; i++) {
            limit.admits("newcomer " + i);
            assertThat(limit.admits("anna")).isFalse();
        }
    }

    @Test
    void aTagMakesNoOtherSender() {
        assertThat(limit.admits("anna+1@example.com")).isTrue();
        assertThat(limit.admits("anna+2@example.com")).isTrue();
        assertThat(limit.admits("anna+3@example.com")).isFalse();
        assertThat(limit.admits("anna@example.com")).isFalse();
        assertThat(limit.admits("anna@example.org")).isTrue();
    }

    @Test
    void allSendersTogetherHaveALimitOfTheirOwn() {
        RateLimit total = new RateLimit(2, 3, 10, clock);
        for (String sender : new String[] {"anna", "bo", "cy"}) {
            assertThat(total.hasRoom()).isTrue();
            assertThat(total.admits(sender)).isTrue();
        }
        assertThat(total.hasRoom()).isFalse();
        clock.pass(Duration.ofHours(1));
        assertThat(total.hasRoom()).isTrue();
    }

    @Test
    void whatCannotWaitIsWithinBothLimitsOrDoesNotCount() {
        RateLimit both = new RateLimit(2, 3, 10, clock);
        assertThat(both.admitsNow("anna")).isTrue();
        assertThat(both.admitsNow("anna")).isTrue();
        assertThat(both.admitsNow("anna")).isFalse();
        assertThat(both.admitsNow("bo")).isTrue();
        assertThat(both.admitsNow("cy")).isFalse();
        clock.pass(Duration.ofHours(1));
        assertThat(both.admits("cy")).isTrue();
        assertThat(both.admits("cy")).isTrue();
    }

    private static final class SetClock extends Clock {

        private Instant now = Instant.EPOCH;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
