package io.camelcognigy.bridge.operate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which roads are paused, remembered in a file of one name a line: a pause outlives the process. Thread-safe.
 */
final class PausedRoads {

    private final Path file;
    private final Set<String> paused = new TreeSet<>();

    /**
     * @param file null: nothing is remembered
     * @throws IOException if the file is there and cannot be read
     */
    PausedRoads(Path file) throws IOException {
        this.file = file;
        if (file != null && Files.exists(file)) {
            Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(paused::add);
        }
    }

    synchronized boolean contains(String road) {
        return paused.contains(road);
    }

    /** @throws IOException if it cannot be remembered; then nothing has changed */
    synchronized void set(String road, boolean pause) throws IOException {
        Set<String> wanted = new TreeSet<>(paused);
        if (pause ? wanted.add(road) : wanted.remove(road)) {
            store(wanted);
            paused.clear();
            paused.addAll(wanted);
        }
    }

    private void store(Set<String> roads) throws IOException {
        if (file == null) {
            return;
        }
        Path whole = file.toAbsolutePath();
        Files.createDirectories(whole.getParent());
        Path beside = whole.resolveSibling(whole.getFileName() + ".new");
        Files.writeString(beside, roads.stream().map(road -> road + "\n").collect(Collectors.joining()));
        // A kill in between leaves the old file or the new one, never half of it.
        Files.move(beside, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
