package io.camelcognigy.road;

import io.camelcognigy.session.SessionRegister;

/**
 * The register of one road's sessions: the owner of its inputs, which is told of its sessions by their agents. An input goes
 * through {@link #whenOurs} before it is asked, and through {@link #whenWritten} before its source forgets it. Nothing here
 * blocks. Thread-safe.
 */
public interface RoadRegister extends SessionRegister, AutoCloseable {

    /**
     * Goes on as soon as that session is this process' own, at once if it is: nobody else has a connection for it. While the
     * register cannot be reached, that waits, and never comes where the road is closed meanwhile.
     *
     * @param then on any thread
     */
    void whenOurs(String sessionKey, Runnable then);

    /**
     * Goes on as soon as what is known of that session is written, at once if it is. To be called once for each input that
     * went on by {@link #whenOurs}, whatever became of it; one of which no session came gives back what that took.
     *
     * @param then on any thread
     */
    void whenWritten(String sessionKey, Runnable then);

    /** Inputs that wait for their session to be this process' own. */
    int waiting();

    /** Why it does not work, in one line without anybody's words or secrets; null if it does. */
    String trouble();

    /**
     * Closes the road's sessions, and hands them to whoever shares the register. To be called when the inputs under way are
     * done, once by each that opened it.
     */
    @Override
    void close();
}
