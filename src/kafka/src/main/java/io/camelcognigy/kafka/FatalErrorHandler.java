package io.camelcognigy.kafka;

/**
 * Decides what an Error that broke a road ends, such as one of memory that has run out. Nothing can be trusted after it:
 * a process that goes on looks healthy and is not.
 */
@FunctionalInterface
public interface FatalErrorHandler {

    /** The exit code of a process that an Error has ended: EX_SOFTWARE of sysexits.h. */
    int EXIT_CODE = 70;

    /** Called once it is logged, on the thread that the Error broke. */
    void ended(String road, Throwable error);

    /** Ends the process at once, without shutdown hooks: they may need the memory that is not there. */
    static FatalErrorHandler haltProcess() {
        return (road, error) -> Runtime.getRuntime().halt(EXIT_CODE);
    }
}
