package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own judgement. Where there is no promtool the test is skipped, unless {@code interop.required} is set. */
final class Promtool {

    private static final Path PROGRAM = Path.of("/usr/bin/promtool");

    private Promtool() {}

    /** @throws org.opentest4j.TestAbortedException where it is not to be had and not required */
    static void needed() {
        if (!Boolean.getBoolean("interop.required")) {
            Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no promtool: it is in Debian's package prometheus");
        }
    }

    static void testRules(Path file) throws Exception {
        run("", "test", "rules", file.toAbsolutePath().toString());
    }

    /** What it finds in names of the JVM's metrics is Micrometer's business. */
    static void checkMetrics(String metrics) throws Exception {
        String ours = metrics.lines()
                .filter(line -> line.matches("(# (HELP|TYPE) )?(cognigy|bridge)_.*"))
                .reduce("", (text, line) -> text + line + "\n");
        assertThat(ours).isNotEmpty();
        run(ours, "check", "metrics");
    }

    private static void run(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of(PROGRAM.toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
