package io.camelcognigy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Imports point one way, face, session, transport, protocol, and each foreign library is behind one wall. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HouseTest {

    private static final String ROOT = "io.camelcognigy";

    private final JavaClasses house = new ClassFileImporter().importPath(Path.of("target", "classes"));

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

    @Test
    void nobodySeesTheApplicationNorSpring() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.camelcognigy.app..", "io.camelcognigy.spring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.camelcognigy.app..", "io.camelcognigy.spring..", "org.springframework..")
                .check(house);
    }

    @Test
    void onlyTheKafkaPackageTheApplicationAndSpringKnowKafka() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.camelcognigy.kafka..", "io.camelcognigy.app..", "io.camelcognigy.spring..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.camelcognigy.kafka..", "org.apache.kafka..", "org.apache.camel.component.kafka..")
                .check(house);
    }

    @Test
    void onlyTheMailPackageAndTheApplicationKnowMail() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.camelcognigy.mail..", "io.camelcognigy.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.camelcognigy.mail..", "jakarta.mail..", "org.jsoup..", "com.icegreen..")
                .check(house);
    }
}
