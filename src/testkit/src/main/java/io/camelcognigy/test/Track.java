package io.camelcognigy.test;

/** How far one connection came. Written by its event loop, read by anyone. */
final class Track {

    private final long number;
    private volatile Progress progress = Progress.ACCEPTED;

    Track(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    Progress progress() {
        return progress;
    }

    void reached(Progress step) {
        if (step.compareTo(progress) > 0) {
            progress = step;
        }
    }
}
