package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** Sessions never hold so many file descriptors that none are left for the roads. */
class FileDescriptorsTest {

    private static final String MAX_SESSIONS = "camel.component.cognigy.max-sessions";

    private final MockEnvironment environment = new MockEnvironment();

    @TempDir
    Path folder;

    @BeforeEach
    void oneAgent() throws Exception {
        environment.setProperty(MAX_SESSIONS, "10000");
        environment.setProperty(RoutesLocation.PROPERTY, "file:" + folder + "/*.yaml");
        Files.writeString(folder.resolve("a.yaml"), "- to: {uri: cognigy:support}\n");
    }

    @Test
    void moreSessionsThanDescriptorsAreNotAllowed() {
        FileDescriptors.limit(environment, 512, 100);
        assertThat(environment.getProperty(MAX_SESSIONS, Integer.class)).isEqualTo(512 - 100 - 128);
    }

    @Test
    void whereThereIsRoomTheSettingCounts() {
        environment.setProperty(MAX_SESSIONS, "200");
        FileDescriptors.limit(environment, 512, 100);
        assertThat(environment.getProperty(MAX_SESSIONS)).isEqualTo("200");
    }

    @Test
    void agentsShareTheRoom() throws Exception {
        Files.writeString(folder.resolve("b.yaml"), "- to: {uri: cognigy:sales}\n");
        FileDescriptors.limit(environment, 512, 100);
        assertThat(environment.getProperty(MAX_SESSIONS, Integer.class)).isEqualTo((512 - 100 - 128) / 2);
    }

    @Test
    void withoutRoomForSessionsTheBridgeDoesNotStart() {
        assertThatThrownBy(() -> FileDescriptors.limit(environment, 240, 100))
                .isInstanceOfSatisfying(
                        StartException.class, e -> assertThat(e.action()).contains("ulimit -n"));
    }
}
