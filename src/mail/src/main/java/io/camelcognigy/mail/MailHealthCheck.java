package io.camelcognigy.mail;

import io.camelcognigy.observe.ReadinessCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Readiness of one mail road, {@code road-NAME}: down while its mailbox cannot be read, or no answer can be sent. Details
 * carry numbers and reasons.
 */
final class MailHealthCheck extends ReadinessCheck {

    private final MailRoad road;
    private final Clock clock;
    private final Duration maxPollAge;

    /** @param maxPollAge the last look at the mailbox must not be longer ago */
    MailHealthCheck(MailRoad road, Clock clock, Duration maxPollAge) {
        super("road-" + road.road());
        this.road = road;
        this.clock = clock;
        this.maxPollAge = maxPollAge;
    }

    @Override
    public Result call(Map<String, Object> options) {
        MailSnapshot now = road.snapshot();
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                .detail("road", now.road())
                .detail("underWay", now.underWay())
                .detail("unseen", now.unseen())
                .detail("answersKept", now.answersKept());
        String trouble = trouble(now);
        if (now.lastPoll() != null) {
            result.detail(
                    "lastPollSeconds",
                    Duration.between(now.lastPoll(), clock.instant()).toSeconds());
        }
        return trouble == null
                ? result.up().build()
                : result.down().message(trouble).build();
    }

    private String trouble(MailSnapshot now) {
        if (now.imapFailure() != null) {
            return "the mailbox cannot be read: " + now.imapFailure();
        }
        if (now.smtpFailure() != null) {
            return "no answer can be sent: " + now.smtpFailure();
        }
        if (now.registerFailure() != null) {
            return "no mail is taken: " + now.registerFailure();
        }
        if (now.lastPoll() == null) {
            return "the mailbox has not been read yet";
        }
        if (now.lastPoll().plus(maxPollAge).isBefore(clock.instant())) {
            return "the mailbox was not looked into for longer than " + maxPollAge.toSeconds() + " s";
        }
        return null;
    }
}
