package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.bridge.operate.Check;
import io.camelcognigy.bridge.operate.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is fresh while the bridge lives, whatever is down outside; what is down is named in it. */
class HealthFileTest {

    private static final Check KAFKA = new Check("road-kafka", false, "no broker\nanswers");
    private static final Check AGENT = new Check("cognigy-support", true, "");

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private Path path;
    private HealthFile file;

    @BeforeEach
    void file() {
        path = folder.resolve("healthy");
        file = new HealthFile(path, clock);
    }

    @Test
    void whatIsDownOutsideIsNamedAndIsNoReasonToRestartTheBridge() throws Exception {
        file.onHealth(new Health(true, List.of(AGENT, KAFKA)));
        assertThat(path).hasContent("live UP\ncognigy-support UP\nroad-kafka DOWN no broker answers\n");

        Files.delete(path);
        clock.advance(Duration.ofSeconds(10));
        file.onHealth(new Health(true, List.of(AGENT, KAFKA)));
        assertThat(path).exists();
    }

    @Test
    void aChangeIsWrittenAtOnceAndTheSameAgainOnlyWhenTheFileWouldGetOld() throws Exception {
        file.onHealth(new Health(true, List.of(AGENT)));
        Files.delete(path);
        file.onHealth(new Health(true, List.of(AGENT)));
        assertThat(path).doesNotExist();

        file.onHealth(new Health(true, List.of(KAFKA)));
        assertThat(path).exists();
    }

    @Test
    void aBridgeThatDoesNotLiveLetsTheFileGetOld() {
        file.onHealth(new Health(false, List.of(AGENT)));
        assertThat(path).doesNotExist();
    }

    @Test
    void aFolderThatComesLaterIsNoTrouble() throws Exception {
        HealthFile late = new HealthFile(folder.resolve("later/healthy"), clock);
        late.onHealth(new Health(true, List.of(AGENT)));
        Files.createDirectory(folder.resolve("later"));
        clock.advance(Duration.ofSeconds(10));
        late.onHealth(new Health(true, List.of(AGENT)));
        assertThat(folder.resolve("later/healthy")).exists();
    }

    private static final class ManualClock extends Clock {

        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
