package io.camelcognigy.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a child has logged. */
final class ChildLog {

    private static final Pattern TIME = Pattern.compile("^(\\d\\d:\\d\\d:\\d\\d\\.\\d{3}) ");

    private final Path file;

    ChildLog(Path file) {
        this.file = file;
    }

    long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> linesFrom(long position) {
        try {
            byte[] all = Files.readAllBytes(file);
            return new String(all, (int) position, (int) (all.length - position), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many of the lines fall into the worst minute; a line of a stack trace has the time of the one before it. */
    static int mostInAMinute(List<String> lines) {
        List<LocalTime> times = new ArrayList<>();
        LocalTime last = LocalTime.MIN;
        int most = 0;
        for (String line : lines) {
            Matcher time = TIME.matcher(line);
            last = time.find() ? LocalTime.parse(time.group(1)) : last;
            times.add(last);
            while (Duration.between(times.get(0), last).toSeconds() >= 60) {
                times.remove(0);
            }
            most = Math.max(most, times.size());
        }
        return most;
    }
}
