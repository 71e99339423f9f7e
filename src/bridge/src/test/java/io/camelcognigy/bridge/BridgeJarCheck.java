package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is handed out holds what production needs and nothing else, and says whose it is. Run after packaging. */
class BridgeJarCheck {

    private static final Path JAR = Path.of(System.getProperty("bridge.jar", "no bridge.jar given"));
    private static final long MOST_BYTES = 62_000_000;

    private static List<String> entries() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream().map(entry -> entry.getName()).toList();
        }
    }

    @Test
    void itHoldsNoServerAndNoSimulator() throws Exception {
        assertThat(entries())
                .filteredOn(name -> name.startsWith("BOOT-INF/lib/"))
                .isNotEmpty()
                .noneMatch(name -> name.matches(
                        ".*/(kafka_|kafka-(server|metadata|raft|storage|group|share)|scala|artemis-.*server|artemis-(amqp|stomp)|"
                                + "greenmail|camel-cognigy-(test|servers|demo)|junit|spring-boot-starter-tomcat).*"));
    }

    @Test
    void itIsNoLargerThanWhatProductionNeeds() throws Exception {
        assertThat(Files.size(JAR)).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void itCarriesItsLicenceAndThoseOfOthers() throws Exception {
        assertThat(entries()).contains("META-INF/LICENSE", "META-INF/NOTICE", "META-INF/THIRD-PARTY.txt");
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String others = new String(
                    jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt")).readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(others)
                    .contains("camel-core", "netty-handler", "kafka-clients")
                    .doesNotContain("io.camelcognigy:");
        }
    }

    @Test
    void startedWithoutAnAddressItSaysWhichSettingIsMissing(@TempDir Path folder) throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "-jar", JAR.toString(), "--jms.consumer=3")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .isEqualToIgnoringNewLines(
                        "camel-cognigy does not start: There is no setting jms.consumer. Did you mean jms.consumers?");
        assertThat(process.exitValue()).isEqualTo(1);
    }
}
