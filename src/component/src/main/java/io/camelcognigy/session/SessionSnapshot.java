package io.camelcognigy.session;

import java.time.Duration;
import java.util.Map;

/**
 * One session at one moment, for operators. Keys, ids and the reply address are not for anybody's eyes as they are.
 *
 * @param sessionKey what the route says identifies the conversation
 * @param sessionId the id on the wire
 * @param busy whether something hangs on it: a turn in flight, one that waits, or an event whose route is not done
 * @param waiting turns that are not written yet
 * @param age since it was opened
 * @param quiet for how long nothing has come or gone
 * @param replyAddress of the latest input
 */
public record SessionSnapshot(
        String sessionKey,
        String sessionId,
        SessionState state,
        boolean busy,
        int waiting,
        Duration age,
        Duration quiet,
        Map<String, Object> replyAddress) {

    @Override
    public String toString() {
        return "SessionSnapshot[" + state + "]";
    }
}
