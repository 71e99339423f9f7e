package io.camelcognigy.proof;

import java.util.List;
import java.util.Locale;

/** {@link TalkerMain}, from outside. */
final class Talker implements AutoCloseable {

    private final Child child = Child.start("talker", TalkerMain.class, List.of("-Xmx512m"), List.of());
    private final int port = Integer.parseInt(child.reply());

    /** For how long sessions had no connection. */
    record Gaps(int number, long medianMillis, long worstMillis) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d times without a connection, for %.1f s in the median and %.1f s at worst",
                    number,
                    medianMillis / 1e3,
                    worstMillis / 1e3);
        }
    }

    int port() {
        return port;
    }

    void talk(int everyMillis) {
        child.command("talk " + everyMillis);
    }

    /** @return how much it has said */
    long hush() {
        return Long.parseLong(child.command("hush"));
    }

    int connected() {
        return Integer.parseInt(child.command("connected"));
    }

    Gaps gaps() {
        String[] words = child.command("gaps").split(" ");
        return new Gaps(Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    @Override
    public void close() {
        child.close();
    }
}
