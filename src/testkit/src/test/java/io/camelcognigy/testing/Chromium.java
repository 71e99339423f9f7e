package io.camelcognigy.testing;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/** Debian's Chromium without a screen, at the operation page, with the hands of {@code src/test/node/page.js}. */
public final class Chromium {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final long MINUTES = 5;

    private Chromium() {}

    /**
     * Does there what that scenario says, and fails where it does not find what it should.
     *
     * @param options of the script, as {@code --token}, {@code s3cret}
     * @throws org.opentest4j.TestAbortedException where Chromium is not to be had and not required
     */
    public static void at(String url, String scenario, Path screenshots, String... options) throws Exception {
        if (!Files.isExecutable(PROGRAM)) {
            Node.missing("there is no " + PROGRAM);
        }
        ProcessBuilder program = Node.program("page.js", options);
        program.command()
                .addAll(List.of(
                        "--scenario",
                        scenario,
                        "--url",
                        url,
                        "--shots",
                        screenshots.toString(),
                        "--chromium",
                        PROGRAM.toString()));
        File said = File.createTempFile("page", ".log");
        Process process = program.redirectErrorStream(true).redirectOutput(said).start();
        boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String text = Files.readString(said.toPath(), StandardCharsets.UTF_8);
        Files.delete(said.toPath());
        if (!ended || process.waitFor() != 0) {
            Assertions.fail(scenario + (ended ? ": " : " did not end: ") + text);
        }
    }
}
