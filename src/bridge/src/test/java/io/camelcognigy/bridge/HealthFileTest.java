package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is written only while Camel runs. */
class HealthFileTest {

    @Test
    void theFileIsWrittenWhileCamelRuns(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("healthy");
        try (DefaultCamelContext camel = new DefaultCamelContext();
                HealthFile health = new HealthFile(camel, file)) {
            health.write();
            assertThat(file).doesNotExist();

            camel.start();
            health.write();
            assertThat(file).exists();

            Files.delete(file);
            camel.stop();
            health.write();
            assertThat(file).doesNotExist();
        }
    }
}
