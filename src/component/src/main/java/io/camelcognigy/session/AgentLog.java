package io.camelcognigy.session;

import io.camelcognigy.protocol.LogText;
import io.camelcognigy.transport.Loss;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator reads about an agent: the agent's name, the session id (as it is on the wire, so hashed where ids
 * are) and the cause, never what people say.
 * Repeated faults speak at most every five seconds and say how many were held back.
 */
final class AgentLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.camelcognigy.agent");
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final String agent;
    private final QuietLog losses;
    private final QuietLog failures;
    private final QuietLog unrouted;
    private final QuietLog untaken;
    private final QuietLog errors;
    private final QuietLog drops;
    private final QuietLog rooms;
    private final QuietLog registers;

    /** Each kind of fault is quietened for itself: a flood of one must not hide the first line of another. */
    AgentLog(String agent, Time time) {
        this.agent = agent;
        this.losses = new QuietLog(QUIET, time::nanoTime);
        this.failures = new QuietLog(QUIET, time::nanoTime);
        this.unrouted = new QuietLog(QUIET, time::nanoTime);
        this.untaken = new QuietLog(QUIET, time::nanoTime);
        this.errors = new QuietLog(QUIET, time::nanoTime);
        this.drops = new QuietLog(QUIET, time::nanoTime);
        this.rooms = new QuietLog(QUIET, time::nanoTime);
        this.registers = new QuietLog(QUIET, time::nanoTime);
    }

    void connected(String sessionId) {
        LOG.debug("{} session {}: connected", agent, LogText.of(sessionId));
    }

    void reachable() {
        LOG.info("{}: the Endpoint is reachable", agent);
    }

    void lost(String sessionId, Loss loss, int failures, Duration delay) {
        long held = losses.admit();
        if (held >= 0) {
            LOG.warn(
                    "{} session {}: {} ({} in a row), next attempt in {} ms{}",
                    agent,
                    LogText.of(sessionId),
                    loss,
                    failures,
                    delay.toMillis(),
                    alsoHeld(held));
        } else {
            LOG.debug("{} session {}: {} ({} in a row)", agent, LogText.of(sessionId), loss, failures);
        }
    }

    void freshConnection(String sessionId) {
        LOG.info("{} session {}: no final ping after a timeout, connecting afresh", agent, LogText.of(sessionId));
    }

    void failedAfterSent(String sessionId, TurnException failure) {
        warn(failures, sessionId, "the input was sent, but its turn failed: " + failure.getMessage());
    }

    void notRouted(String sessionId, EventKind kind, boolean ackWithheld, Throwable failure) {
        warn(
                unrouted,
                sessionId,
                "a route that consumes " + kind.optionName() + " events failed ("
                        + failure.getClass().getName() + ")" + (ackWithheld ? "; the event is not acknowledged" : ""));
    }

    void nobodyTakesUnsolicited(String sessionId) {
        warn(untaken, sessionId, "an unsolicited output came and no route consumes it; it is not acknowledged");
    }

    void errorOutsideTurn(String sessionId, EventKind kind) {
        warn(errors, sessionId, "the Endpoint reported an " + kind.optionName() + " outside a turn");
    }

    void eventDropped(String sessionId, EventKind kind, String why) {
        warn(drops, sessionId, "event " + kind.optionName() + " was dropped: " + why);
    }

    void madeRoom(String sessionId) {
        warn(rooms, sessionId, "idle longest, it was closed for another: maxSessions is reached");
    }

    void registerFailed(String sessionId, Throwable failure) {
        warn(
                registers,
                sessionId,
                "the register failed (" + failure.getClass().getName() + "): a restart may not open it again");
    }

    private void warn(QuietLog quiet, String sessionId, String what) {
        long held = quiet.admit();
        if (held >= 0) {
            LOG.warn("{} session {}: {}{}", agent, LogText.of(sessionId), what, alsoHeld(held));
        } else {
            LOG.debug("{} session {}: {}", agent, LogText.of(sessionId), what);
        }
    }

    private static String alsoHeld(long held) {
        return held == 0 ? "" : " (and " + held + " more such lines in the last seconds)";
    }
}
