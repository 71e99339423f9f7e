package io.camelcognigy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Within the component imports point one way, face, session, transport, protocol; the modules guard the rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseTest {

    private static final String ROOT = "io.camelcognigy";

    private final JavaClasses house =
            new ClassFileImporter().importPath(Path.of("src", "component", "target", "classes"));

    private static String[] within(String... packages) {
        return Arrays.stream(packages).map(name -> ROOT + name).toArray(String[]::new);
    }

    private static ArchRule noImport(String[] from, String... to) {
        return noClasses()
                .that()
                .resideInAnyPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to);
    }

    @Test
    void theProtocolKnowsNobody() {
        noImport(
                        within(".protocol.."),
                        "io.camelcognigy",
                        "io.camelcognigy.transport..",
                        "io.camelcognigy.session..",
                        "io.camelcognigy.observe..",
                        "org.apache.camel..",
                        "io.netty..",
                        "io.socket..")
                .check(house);
    }

    @Test
    void theTransportKnowsOnlyTheProtocol() {
        noImport(
                        within(".transport.."),
                        "io.camelcognigy",
                        "io.camelcognigy.session..",
                        "io.camelcognigy.observe..",
                        "org.apache.camel..")
                .check(house);
    }

    @Test
    void theSessionKnowsNeitherCamelNorSockets() {
        noImport(
                        within(".session.."),
                        "io.camelcognigy",
                        "io.camelcognigy.observe..",
                        "io.camelcognigy.transport.socketio..",
                        "org.apache.camel..",
                        "io.netty..",
                        "io.socket..")
                .check(house);
    }

    @Test
    void onlyOnePackageKnowsTheSocketIoLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.camelcognigy.transport.socketio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.socket..", "okhttp3..", "okio..", "org.json..")
                .check(house);
    }
}
