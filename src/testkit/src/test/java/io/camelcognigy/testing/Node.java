package io.camelcognigy.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Runs the programs of {@code src/test/node}. Where there is no Node, or its packages cannot be had, the calling test is
 * skipped with the reason; with the system property {@code interop.required=true} it fails.
 *
 * <p>The packages are installed once into {@code target/node}, also when several test classes or JVMs ask at a time.
 */
public final class Node {

    private static final Path BASE =
            Path.of(System.getProperty("project.root", ""), "src", "testkit").toAbsolutePath();
    private static final Path SOURCES = BASE.resolve("src/test/node");
    private static final Path INSTALLED = BASE.resolve("target/node");
    private static final long INSTALL_MINUTES = 5;

    private Node() {}

    /**
     * Starts a program, for instance {@code start("server.js", "--version", "2")}.
     *
     * @throws org.opentest4j.TestAbortedException where Node is not to be had and not required
     */
    public static NodeProcess start(String script, String... arguments) {
        try {
            return new NodeProcess(script, program(script, arguments).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A program that is ready to be started, with the right to call the garbage collector.
     *
     * @throws org.opentest4j.TestAbortedException where Node is not to be had and not required
     */
    public static ProcessBuilder program(String script, String... arguments) {
        String node = executable("node");
        install();
        List<String> command = new ArrayList<>(
                List.of(node, "--expose-gc", SOURCES.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", INSTALLED.resolve("node_modules").toString());
        return builder;
    }

    /** Synchronized against threads, locked against other JVMs: a file lock alone does not hold within one. */
    private static synchronized void install() {
        try {
            Files.createDirectories(INSTALLED);
            try (FileChannel channel = FileChannel.open(
                    INSTALLED.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                if (!upToDate()) {
                    npmCi();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lock file is copied last, as the sign of a complete installation. */
    private static boolean upToDate() throws IOException {
        Path stamp = INSTALLED.resolve("installed-lock.json");
        return Files.exists(stamp) && Files.mismatch(stamp, SOURCES.resolve("package-lock.json")) == -1;
    }

    private static void npmCi() throws IOException {
        for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(SOURCES.resolve(name), INSTALLED.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = INSTALLED.resolve("npm-ci.log");
        Process npm = new ProcessBuilder(
                        executable("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        npm.getOutputStream().close();
        try {
            if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                missing("npm ci did not end within " + INSTALL_MINUTES + " minutes, see " + log);
            } else if (npm.exitValue() != 0) {
                missing("npm ci failed, see " + log);
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while npm ci ran", e);
        }
        Files.copy(
                SOURCES.resolve("package-lock.json"),
                INSTALLED.resolve("installed-lock.json"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String executable(String name) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> names = windows ? List.of(name + ".exe", name + ".cmd") : List.of(name);
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> names.stream().map(file -> Path.of(folder, file)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> missing("there is no " + name + " on the PATH"));
    }

    /** Skips the calling test, or fails it where nothing may be missing. */
    static String missing(String reason) {
        if (Boolean.getBoolean("interop.required")) {
            return Assertions.fail("interop.required=true, but " + reason);
        }
        Assumptions.abort("no interoperability test: " + reason);
        return null;
    }
}
