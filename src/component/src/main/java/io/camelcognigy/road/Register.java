package io.camelcognigy.road;

import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
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
    }

    /**
     * The part of one road. From now on its sessions that nobody has are opened again here.
     *
     * @param road its name, of at most 40 characters
     * @param ofOneInput names of reply addresses that are not worth writing, see {@link SessionEntry#lasting}
     * @throws IllegalStateException if it is open here already
     */
    RoadRegister open(String road, Set<String> ofOneInput, Sessions sessions);

    /**
     * What this process, of all that share the register, may work on.
     *
     * @param scope such as a mailbox, of at most 200 characters
     */
    Claims claims(String scope);
}
