package io.camelcognigy.proof;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The jar that is handed out, as {@code ./mvnw package} makes it. */
final class BridgeJar {

    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "")).toAbsolutePath();

    private BridgeJar() {}

    static Path root() {
        return ROOT;
    }

    static Path file() {
        Path target = ROOT.resolve("src/bridge/target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-app.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jar in " + target + ": ./mvnw package makes it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code java -jar}, ready to be started. */
    static ProcessBuilder program(Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of(java(), "-jar", file().toString()));
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        return new ProcessBuilder(command);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What it prints goes to {@code target/proof/<name>.out}: nobody reads it here. */
    static Child start(String name, ProcessBuilder program) {
        File out = Path.of("target", "proof", name + ".out").toFile();
        out.getParentFile().mkdirs();
        return Child.start(name, program.redirectOutput(ProcessBuilder.Redirect.appendTo(out)));
    }
}
