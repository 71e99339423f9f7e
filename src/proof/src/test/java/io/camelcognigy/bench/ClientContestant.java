package io.camelcognigy.bench;

import java.io.IOException;

/** A client in a process of its own, talking to the endpoint directly. */
final class ClientContestant implements Contestant {

    private static final int WARM_UP_SESSIONS = 200;

    /** Of the warm-up; the rest runs with one session, where other code is hot. */
    private static final double SHARE_WITH_MANY = 0.8;

    private final ClientKind kind;
    private final ChildProcess child;

    /** @throws org.opentest4j.TestAbortedException where it needs Node, or the native engine, and there is none */
    ClientContestant(ClientKind kind, EndpointProcess endpoint) throws Exception {
        this.kind = kind;
        this.child = kind.start(endpoint);
    }

    @Override
    public String name() {
        return kind.label();
    }

    @Override
    public boolean takes(Load load) {
        return kind.takes(load);
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        return warmUp(1, turns, seconds, 1 - SHARE_WITH_MANY)
                + warmUp(WARM_UP_SESSIONS, turns, seconds, SHARE_WITH_MANY);
    }

    private long warmUp(int sessions, long turns, long seconds, double share) throws IOException {
        return Long.parseLong(child.command(
                "warm " + sessions + " " + (long) (turns * share) + " " + (long) Math.ceil(seconds * share)));
    }

    @Override
    public Figures measure(Load load, long millis) throws IOException {
        return Figures.parse(child.command(load.command(millis)));
    }

    /** What an idle session takes, from as many as it is measured with, but no more than that. */
    Memory memory(int sessions) throws IOException {
        return Memory.parse(child.command("memory " + Math.min(sessions, kind.maxSessions())));
    }

    @Override
    public void close() {
        child.close();
    }
}
