package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the jar, so that Camel, Quarkus, tools and lawyers find what they look for. */
class JarContentTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LICENSE",
                "NOTICE",
                "jandex.idx",
                "io/camelcognigy/cognigy.json",
                "services/org/apache/camel/component.properties",
                "services/org/apache/camel/component/cognigy",
                "services/org/apache/camel/configurer/cognigy-component",
                "services/org/apache/camel/configurer/cognigy-endpoint",
                "services/org/apache/camel/configurer/io.camelcognigy.AgentConfiguration",
                "services/org/apache/camel/urifactory/cognigy-endpoint",
                "services/org/apache/camel/send-dynamic/cognigy",
                "services/org/apache/camel/dev-console/cognigy",
                "services/org/apache/camel/TypeConverterLoader"
            })
    void theJarHolds(String file) throws Exception {
        String jar = CognigyComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        assertThat(CognigyComponent.class.getClassLoader().resources("META-INF/" + file))
                .extracting(URL::toString)
                .anyMatch(found -> found.contains(jar));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "component/cognigy",
                "configurer/cognigy-component",
                "configurer/cognigy-endpoint",
                "configurer/io.camelcognigy.AgentConfiguration",
                "urifactory/cognigy-endpoint",
                "send-dynamic/cognigy",
                "dev-console/cognigy"
            })
    void eachServiceNamesAClassOfTheJar(String service) throws Exception {
        String named = read("META-INF/services/org/apache/camel/" + service)
                .lines()
                .filter(line -> line.startsWith("class="))
                .findFirst()
                .orElseThrow()
                .substring("class=".length());

        assertThat(Class.forName(named).getProtectionDomain()).isEqualTo(CognigyComponent.class.getProtectionDomain());
    }

    @Test
    void theListOfComponentsNamesItsArtifact() throws Exception {
        assertThat(read("META-INF/services/org/apache/camel/component.properties"))
                .contains("components=cognigy", "artifactId=camel-cognigy", "groupId=io.camelcognigy")
                .doesNotContain("${");
    }

    @Test
    void theMetadataTellTheTruth() throws Exception {
        JsonNode metadata = new ObjectMapper().readTree(read("META-INF/io/camelcognigy/cognigy.json"));

        assertThat(metadata.at("/component/async").asBoolean()).isTrue();
        for (String secret : new String[] {"endpointUrl", "urlToken", "sessionIdSecret", "proxyPassword"}) {
            assertThat(metadata.at("/properties/" + secret + "/secret").asBoolean())
                    .as(secret)
                    .isTrue();
            assertThat(metadata.at("/componentProperties/" + secret + "/secret").asBoolean())
                    .as(secret)
                    .isTrue();
        }
        metadata.get("properties")
                .fields()
                .forEachRemaining(option -> assertThat(
                                option.getValue().path("description").asText())
                        .as(option.getKey())
                        .isNotBlank());
    }

    private static String read(String file) throws Exception {
        try (InputStream content = CognigyComponent.class.getClassLoader().getResourceAsStream(file)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
