package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.MalformedFrameException;
import io.camelcognigy.protocol.ProtocolCodec;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What a server says in its Engine.IO opening packet, and we go by (PROTOCOL §15).
 *
 * @param maxPayload in bytes; empty where the server does not tell, as old ones
 */
record ServerTerms(long pingIntervalNanos, long pingTimeoutNanos, OptionalInt maxPayload) {

    /** Longer times are taken for that; they must not overflow when added up. */
    private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(1);

    static ServerTerms read(ProtocolCodec codec, String json) throws MalformedFrameException {
        if (!(codec.parse(json) instanceof Map<?, ?> opening)
                || !(opening.get("sid") instanceof String)
                || !(opening.get("pingInterval") instanceof Long interval && interval > 0)
                || !(opening.get("pingTimeout") instanceof Long timeout && timeout > 0)) {
            throw new MalformedFrameException("the Engine.IO opening lacks its id or heartbeat times");
        }
        OptionalInt maxPayload = opening.get("maxPayload") instanceof Long bytes && bytes > 0
                ? OptionalInt.of((int) Math.min(bytes, Integer.MAX_VALUE))
                : OptionalInt.empty();
        return new ServerTerms(nanos(interval), nanos(timeout), maxPayload);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(Math.min(millis, MAX_MILLIS));
    }
}
