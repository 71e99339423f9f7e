package io.camelcognigy.bench;

import java.io.IOException;
import java.util.List;

/** A client in a process of its own, talking to the endpoint directly. */
final class ClientContestant implements Contestant {

    private final String name;
    private final List<Integer> levels;
    private final ChildProcess child;

    /** @param kind as {@link ClientProcess} knows it */
    ClientContestant(String name, String kind, String endpointUrl, List<Integer> levels) throws IOException {
        this.name = name;
        this.levels = levels;
        this.child = ChildProcess.start(kind, ClientProcess.class, Jvm.options(), kind, endpointUrl);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Integer> levels() {
        return levels;
    }

    @Override
    public long warmUp(long turns, long seconds) throws IOException {
        long done = 0;
        for (int level : levels) {
            done += Long.parseLong(
                    child.command("warm " + level + " " + turns / levels.size() + " " + seconds / levels.size()));
        }
        return done;
    }

    @Override
    public Figures measure(int level, long millis) throws IOException {
        return Figures.parse(child.command("measure " + level + " " + millis));
    }

    @Override
    public void close() {
        child.close();
    }
}
