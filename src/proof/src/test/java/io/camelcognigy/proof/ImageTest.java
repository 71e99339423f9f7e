package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.servers.Loopback;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, without an engine: the layers that the Dockerfile makes, by its own scripts, started by its own entry point
 * between real servers.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int STARTS = 3;

    private static final Path SCRIPTS = BridgeJar.root().resolve("deploy/image");

    private Servers servers;
    /** What is /bridge in the image. */
    private Path bridge;

    @BeforeAll
    void build(@TempDir Path folder) throws Exception {
        servers = new Servers(folder);
        Path layers = folder.resolve("layers");
        run(folder, SCRIPTS.resolve("layers").toString(), BridgeJar.file().toString(), layers.toString());
        bridge = Files.createDirectory(folder.resolve("bridge"));
        for (String layer : List.of("dependencies", "application")) {
            run(folder, "cp", "-Rp", layers.resolve(layer) + "/.", bridge.toString());
        }
        run(bridge, SCRIPTS.resolve("train").toString());
        run(folder, "cp", "-Rp", BridgeJar.root().resolve("routes").toString(), bridge.toString());
        // As everybody's, whoever made them.
        run(folder, "chmod", "-R", "a+rX", folder.toString());
    }

    @AfterAll
    void stop() {
        servers.close();
    }

    /** Needs root, for the mounts; where tests are run by somebody else it is skipped. */
    @Test
    void itRunsAsANumberWithAReadOnlyRootAndTakesSecretsFromFiles() throws Exception {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "only root can mount what stands in for a container");
        Map<String, String> secrets = new HashMap<>(servers.settings());
        secrets.keySet().removeIf(name -> !name.matches("cognigy.endpoint-url|mail.password|mail.secret"));
        asKubernetesMounts(bridge.resolve("secrets"), secrets);
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.keySet().removeAll(secrets.keySet());
        // As a ConfigMap is mounted there.
        asKubernetesMounts(bridge.resolve("config"), Map.of("application.properties", lines(settings)));

        ProcessBuilder program =
                new ProcessBuilder(SCRIPTS.resolve("run-contained").toString(), bridge.toString());
        int port = Loopback.freePort();
        withOurJava(program);
        program.environment().put("VARIABLES", "SPRING_CONFIG_IMPORT=configtree:/bridge/secrets/ OPERATE_PORT=" + port);
        try (Child child = BridgeJar.start("contained", program);
                Topics topics = new Topics(servers.harnessBrokers())) {
            await().atMost(PATIENCE).until(ready(child, port));
            Stamp stamp = new Stamp("anna", 0, UUID.randomUUID());
            topics.send(stamp, null, stamp.toString());
            await().atMost(PATIENCE).until(() -> !topics.answers().isEmpty());

            assertThat(topics.answers().get(0).stamp()).isEqualTo(stamp);
            String status = Files.readString(Path.of("/proc", Long.toString(child.pid()), "status"));
            assertThat(status).containsPattern("Uid:\\s+10001\\s").containsPattern("CapEff:\\s+0+\\n");
            assertThat(Files.readString(Path.of("/proc", Long.toString(child.pid()), "maps")))
                    .as("the archive of classes is in use")
                    .contains("bridge.jsa");
        }
    }

    /**
     * In turns, so that both meet the same machine; the least of each, as what else runs there only comes on top. It is half, a
     * little more on some processors and less on others; without the archive it is all.
     */
    @Test
    void itStartsInAboutHalfOfTheProcessorTimeOfThePlainJar() throws Exception {
        List<Duration> plain = new ArrayList<>();
        List<Duration> image = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            plain.add(timeToReady(
                    List.of(BridgeJar.java(), "-jar", BridgeJar.file().toString())));
            image.add(timeToReady(List.of(BridgeJar.java(), "-XX:SharedArchiveFile=bridge.jsa", "-jar", "bridge.jar")));
        }
        System.out.printf(
                "processor time from java -jar to ready: the plain jar %s, with layers and archive %s%n", plain, image);
        assertThat(Collections.min(image))
                .isLessThanOrEqualTo(Collections.min(plain).multipliedBy(2).dividedBy(3));
    }

    private Duration timeToReady(List<String> java) throws Exception {
        int port = Loopback.freePort();
        Map<String, String> settings = new HashMap<>(servers.settings());
        settings.put("operate.port", Integer.toString(port));
        settings.put("operate.state-file", "");
        List<String> command = new ArrayList<>(java);
        settings.forEach((name, value) -> command.add("--" + name + "=" + value));
        ProcessBuilder program = new ProcessBuilder(command).directory(bridge.toFile());
        try (Child child = BridgeJar.start("start", program)) {
            await().pollInterval(Duration.ofMillis(100)).atMost(PATIENCE).until(ready(child, port));
            return child.processorTime();
        }
    }

    private static Callable<Boolean> ready(Child child, int port) {
        Operation operation = new Operation(port);
        return () -> {
            assertThat(child.alive()).as("the bridge has ended").isTrue();
            return operation.ready();
        };
    }

    /** Scripts take the first one they find. */
    private static void withOurJava(ProcessBuilder program) {
        program.environment()
                .merge(
                        "PATH",
                        Path.of(BridgeJar.java()).getParent().toString(),
                        (path, java) -> java + File.pathSeparator + path);
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    /** Each file a link into a folder of its version, which is a link, too. */
    private static void asKubernetesMounts(Path folder, Map<String, String> files) throws IOException {
        Path version = Files.createDirectories(folder.resolve("..2026_11_24"));
        Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(version.resolve(file.getKey()), file.getValue());
            Files.createSymbolicLink(folder.resolve(file.getKey()), Path.of("..data", file.getKey()));
        }
    }

    private static void run(Path folder, String... command) throws Exception {
        ProcessBuilder program =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        withOurJava(program);
        Process process = program.start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor())
                .as(() -> Stream.of(command).collect(Collectors.joining(" ")) + "\n" + said)
                .isZero();
    }
}
