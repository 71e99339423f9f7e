package io.camelcognigy.road;

import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionMovedException;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Who has a session and where its outputs go, for roads whose source has no place for that: a bean in Camel's registry. Roads
 * that find one open their part of it when they start. Thread-safe.
 */
public interface Register {

    /** The sessions that run here. */
    interface Sessions {

        /** @param quiet for how long nothing had come or gone of the session */
        Reopening reopen(SessionEntry entry, Duration quiet, SessionRegister owner);

        /**
         * Closes it if nothing hangs on it.
         *
         * @param gone told, on any thread, whether it is not that owner's any more
         */
        void letGo(SessionEntry entry, SessionRegister owner, Consumer<Boolean> gone);

        /** Closes all of that owner; turns that are not over fail with a {@link SessionMovedException}. */
        void close(SessionRegister owner);
    }

    /**
     * The part of one road. From now on its sessions that nobody has are opened again here. Opened by several, it is one and
     * the same until all of them have closed it.
     *
     * @param road its name, of at most 40 characters
     * @param ofOneInput what of a reply address is not worth writing, see {@link SessionEntry#lasting}
     */
    RoadRegister open(String road, Set<String> ofOneInput, Sessions sessions);

    /**
     * What this process, of all that share the register, may work on.
     *
     * @param scope such as a mailbox, of at most 200 characters
     * @throws IllegalArgumentException if it is longer
     */
    Claims claims(String scope);
}
