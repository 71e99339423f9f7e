package io.camelcognigy.session;

import java.time.Duration;

/**
 * One session at one moment, for operators.
 *
 * @param sessionId the id on the wire: not for anybody's eyes as it is
 * @param busy whether something hangs on it: a turn in flight, one that waits, or an event whose route is not done
 * @param quiet for how long nothing has come or gone
 */
public record SessionSnapshot(String sessionId, SessionState state, boolean busy, Duration quiet) {}
