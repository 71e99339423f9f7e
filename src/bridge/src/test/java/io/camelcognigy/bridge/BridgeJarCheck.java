package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is handed out holds what production needs and nothing else, and says whose it is. Run after packaging. */
class BridgeJarCheck {

    private static final Path JAR = Path.of(System.getProperty("bridge.jar", "no bridge.jar given"));
    private static final long MOST_BYTES = 60_000_000;

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
    void itListsWhatItIsMadeOf() throws Exception {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String components = new String(
                    jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json"))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
            assertThat(entries())
                    .filteredOn(name -> name.matches("BOOT-INF/lib/(camel|kafka|netty)-.*[.]jar"))
                    .isNotEmpty()
                    .allSatisfy(name -> {
                        String artifact = name.replaceAll("BOOT-INF/lib/(.*?)-\\d.*", "$1");
                        assertThat(components).contains("\"name\" : \"" + artifact + "\"");
                    });
        }
    }

    @Test
    void aClientWhoseJarLiesBesideItIsFound(@TempDir Path folder) throws Exception {
        Path drivers = Files.createDirectory(folder.resolve("drivers"));
        String type = ForeignConnectionFactory.class.getName();
        String file = type.replace('.', '/') + ".class";
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(drivers.resolve("client.jar")));
                InputStream code = ForeignConnectionFactory.class.getResourceAsStream("/" + file)) {
            jar.putNextEntry(new ZipEntry(file));
            code.transferTo(jar);
        }
        List<String> settings = List.of(
                "--cognigy.endpoint-url=http://127.0.0.1:9/token",
                "--operate.port=0",
                "--jms.mode=transacted",
                "--jms.connection-factory.class=" + type,
                "--jms.connection-factory.properties.address=amqp://host",
                "--jms.connection-factory.properties.colour=red",
                "--camel.main.routes-include-pattern=classpath:routes/jms.yaml");

        assertThat(run(folder, List.of("-jar", JAR.toString()), settings)).contains("names a class that is not there");
        assertThat(run(
                        folder,
                        List.of(
                                "-Dloader.path=drivers",
                                "-cp",
                                JAR.toString(),
                                "org.springframework.boot.loader.launch.PropertiesLauncher"),
                        settings))
                // So it was made, and took its address.
                .contains("There is no setting jms.connection-factory.properties.colour: " + type
                        + " has no such property.");
    }

    private static String run(Path folder, List<String> program, List<String> settings) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(program);
        command.addAll(settings);
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
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
