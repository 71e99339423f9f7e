package io.camelcognigy.bridge;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The bridge in a process of its own, from its {@code main}: what it printed, and its exit code. */
record BridgeProcess(int exitCode, String output) {

    /** Runs it to its end. */
    static BridgeProcess run(Path folder, Map<String, String> variables, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BridgeApplication.class.getName()));
        command.addAll(List.of(arguments));
        // A test's own logging settings would hide what an operator sees.
        command.add("--logging.config=classpath:as-shipped.xml");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still runs, after: " + output);
            }
            return new BridgeProcess(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> lines() {
        return output.lines().filter(line -> !line.isBlank()).toList();
    }
}
