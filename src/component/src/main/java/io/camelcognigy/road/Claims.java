package io.camelcognigy.road;

/**
 * What one process at a time works on, of all that share a {@link Register}. What a process has claimed is free again when it
 * dies. The methods wait for the database: not for threads that must not block. Thread-safe.
 */
public interface Claims {

    /**
     * Whether it is this process' now, or was already. No if another has it, and if the register cannot be reached.
     *
     * @param name of at most 400 characters; longer ones, and what is no text, count as this process'
     */
    boolean claim(String name);

    /** Whether it is still this process': no more after the register could not be reached for long. Does not ask anybody. */
    boolean holds(String name);

    /** It is free, unless it was another's. Where the register cannot be reached, that is done later. */
    void release(String name);
}
