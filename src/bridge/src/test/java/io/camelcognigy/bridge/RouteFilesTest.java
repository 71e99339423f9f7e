package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** A road is used if one of the routes that will run has a URI with its scheme; the server of another is not started. */
class RouteFilesTest {

    private final MockEnvironment environment = new MockEnvironment();

    @TempDir
    Path folder;

    @BeforeEach
    void routes() {
        environment.setProperty(RoutesLocation.PROPERTY, "file:" + folder + "/*.yaml");
    }

    private void copy(String name) throws Exception {
        Files.copy(Path.of("routes", name), folder.resolve(name));
    }

    @Test
    void whereARouteFileWasRemovedItsRoadIsNotUsed() throws Exception {
        copy("jms.yaml");
        assertThat(new RouteFiles(environment).use("chat-jms:")).isTrue();
        assertThat(new RouteFiles(environment).use("chat-kafka:")).isFalse();

        copy("kafka.yaml");
        Files.delete(folder.resolve("jms.yaml"));
        assertThat(new RouteFiles(environment).use("chat-jms:")).isFalse();
        assertThat(new RouteFiles(environment).use("chat-kafka:")).isTrue();
    }

    @Test
    void severalPatternsCountTogetherAndACommentIsNoUse() throws Exception {
        copy("jms.yaml");
        Files.writeString(folder.resolve("mine.txt"), "# uri: chat-kafka:a\n- from: {uri: \"direct:a\"}\n");
        environment.setProperty(RoutesLocation.PROPERTY, "file:" + folder + "/mine.txt, file:" + folder + "/jms.yaml");

        assertThat(new RouteFiles(environment).use("direct:")).isTrue();
        assertThat(new RouteFiles(environment).use("chat-jms:")).isTrue();
        assertThat(new RouteFiles(environment).use("chat-kafka:")).isFalse();
    }

    @Test
    void routesThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> new RouteFiles(environment))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(folder.toString());
        assertThat(new RouteFiles(new MockEnvironment()).use("chat-kafka:")).isFalse();
    }

    @Test
    void aRoadIsUsedWhereItsComponentOrItsAddressIsNamed() throws Exception {
        copy("jms.yaml");
        assertThat(Road.values())
                .filteredOn(road -> road.usedBy(new RouteFiles(environment)))
                .containsExactly(Road.JMS);

        Files.writeString(folder.resolve("a.yaml"), "- from: {uri: chat-kafka:chat.input}\n");
        assertThat(Road.KAFKA.usedBy(new RouteFiles(environment))).isTrue();

        // A Kafka of the route's own.
        Files.writeString(folder.resolve("a.yaml"), "- from: {uri: kafka:chat.input, parameters: {brokers: b:1}}\n");
        assertThat(Road.KAFKA.usedBy(new RouteFiles(environment))).isFalse();
    }

    @Test
    void agentsAndTopicsAreThoseThatTheFilesOrTheSettingsName() throws Exception {
        copy("kafka.yaml");
        environment.setProperty("kafka.allowed-agents", "eu, us");
        environment.setProperty("kafka.output", "news");
        Files.writeString(folder.resolve("a.yaml"), "- from: {uri: 'chat-kafka:a,b?deadLetter=dead&road=a'}\n");

        RouteFiles routes = new RouteFiles(environment);
        assertThat(routes.agents()).containsExactly("eu", "support", "us");
        assertThat(routes.topics()).containsExactly("a", "b", "chat.dead-letter", "chat.input", "dead", "news");
    }
}
