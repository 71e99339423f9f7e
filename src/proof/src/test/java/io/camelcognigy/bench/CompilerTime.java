package io.camelcognigy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of the threads that compile, of this JVM: a cost of its first minutes, and the larger the more code there is, which
 * a bridge that runs for days has not any more. Linux only; elsewhere none. {@link Jvm#options} keeps these threads alive.
 */
final class CompilerTime {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final List<Path> THREADS = threads();

    private CompilerTime() {}

    /** All of them, so far. */
    static long nanos() {
        return THREADS.stream().mapToLong(CompilerTime::nanos).sum();
    }

    private static List<Path> threads() {
        if (!Files.isReadable(TASKS)) {
            return List.of();
        }
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.filter(task -> read(task.resolve("comm")).matches("C[12] CompilerThre.*"))
                    .map(task -> task.resolve("schedstat"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long nanos(Path statistics) {
        String first = read(statistics).split(" ")[0];
        return first.isEmpty() ? 0 : Long.parseLong(first);
    }

    /** Empty where it cannot be read. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
