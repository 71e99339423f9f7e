package io.camelcognigy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.AgentConfiguration;
import io.camelcognigy.CognigyComponent;
import io.camelcognigy.CognigyConfiguration;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Every option of the component can be given as {@code camel.component.cognigy.*}, in each way that Camel's starters take. */
class StarterTest {

    private static final String PREFIX = "camel.component.cognigy.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class, CognigyAutoConfiguration.class))
            .withUserConfiguration(Beans.class)
            .withPropertyValues("camel.main.shutdown-timeout=5");

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        SSLContextParameters tls() {
            return new SSLContextParameters();
        }

        @Bean
        HeaderFilterStrategy filter() {
            return new DefaultHeaderFilterStrategy();
        }

        @Bean
        CognigyConfiguration defaults() {
            return new CognigyConfiguration();
        }
    }

    private static CognigyComponent component(CamelContext camel) {
        return camel.getComponent("cognigy", CognigyComponent.class);
    }

    private static JsonNode read(String file) throws Exception {
        try (InputStream json = StarterTest.class.getResourceAsStream(file)) {
            return new ObjectMapper().readTree(json);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyOptionOfTheComponentCanBeGiven() throws Exception {
        Map<String, JsonNode> options = new TreeMap<>();
        read("/META-INF/io/camelcognigy/cognigy.json")
                .get("componentProperties")
                .properties()
                .forEach(option -> options.put(option.getKey(), option.getValue()));
        assertThat(options).hasSizeGreaterThan(50);
        return options.entrySet().stream()
                .filter(option -> !option.getValue().path("javaType").asText().startsWith("java.util.Map"))
                .map(option -> DynamicTest.dynamicTest(
                        dashed(option.getKey()), () -> check(option.getKey(), option.getValue())));
    }

    private void check(String name, JsonNode option) {
        String value = value(name, option);
        application.withPropertyValues(PREFIX + dashed(name) + "=" + value).run(context -> {
            assertThat(context).hasNotFailed();
            CognigyComponent component = component(context.getBean(CamelContext.class));
            Object got = ((PropertyConfigurerGetter) component.getComponentPropertyConfigurer())
                    .getOptionValue(component, name, true);
            switch (option.path("type").asText()) {
                case "duration" -> assertThat(got).isEqualTo(Duration.ofSeconds(90));
                case "object" -> assertThat(got).isSameAs(context.getBean(value.substring("#bean:".length())));
                case "enum" -> assertThat(plain(got)).isEqualTo(plain(value));
                default -> assertThat(got.toString()).isIn(value, value + ".0");
            }
        });
    }

    /** One that is not the default. */
    private static String value(String name, JsonNode option) {
        return switch (option.path("type").asText()) {
            case "boolean" -> String.valueOf(!option.path("defaultValue").asBoolean());
            case "integer", "number" -> "17";
            case "duration" -> "1m30s";
            case "enum" -> option.get("enum").get(option.get("enum").size() - 1).asText();
            case "object" ->
                switch (name) {
                    case "sslContextParameters" -> "#bean:tls";
                    case "headerFilterStrategy" -> "#bean:filter";
                    case "configuration" -> "#bean:defaults";
                    default -> throw new AssertionError("say how to give " + name);
                };
            default -> name.equals("endpointUrl") ? "https://host/token" : "some-" + name;
        };
    }

    private static String plain(Object word) {
        return word.toString().replace("_", "").toLowerCase(java.util.Locale.ROOT);
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void agentsAreGivenByName() {
        application
                .withPropertyValues(
                        PREFIX + "agents.eu.endpoint-url=https://eu.example.com/token",
                        PREFIX + "agents.eu.session-idle-timeout=1m30s",
                        PREFIX + "agents.eu.ssl-context-parameters=#bean:tls",
                        PREFIX + "agents.us.request-headers.X-Tenant=acme",
                        PREFIX + "request-headers.X-Region=eu",
                        PREFIX + "agents.us.serverUrl=https://us.example.com")
                .run(context -> {
                    Map<String, AgentConfiguration> agents =
                            component(context.getBean(CamelContext.class)).getAgents();
                    assertThat(agents).containsOnlyKeys("eu", "us");
                    assertThat(agents.get("eu").getEndpointUrl()).isEqualTo("https://eu.example.com/token");
                    assertThat(agents.get("eu").getSessionIdleTimeout()).isEqualTo(Duration.ofSeconds(90));
                    assertThat(agents.get("eu").getSslContextParameters()).isSameAs(context.getBean("tls"));
                    assertThat(agents.get("us").getRequestHeaders()).containsEntry("X-Tenant", "acme");
                    assertThat(component(context.getBean(CamelContext.class))
                                    .getConfiguration()
                                    .getRequestHeaders())
                            .containsEntry("X-Region", "eu");
                    assertThat(agents.get("us").getServerUrl()).isEqualTo("https://us.example.com");
                });
    }

    @Test
    void theEnvironmentAndBlankValuesAreTakenAsSpringDoes() {
        application
                .withPropertyValues(PREFIX + "endpoint-url=${NO_SUCH_VARIABLE:}", PREFIX + "max-payload=")
                .withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new org.springframework.core.env.SystemEnvironmentPropertySource(
                                "systemEnvironment",
                                Map.of(
                                        "CAMEL_COMPONENT_COGNIGY_MAXSESSIONS", "5",
                                        "CAMEL_COMPONENT_COGNIGY_TURN_TIMEOUT", "7s"))))
                .run(context -> {
                    CognigyConfiguration options =
                            component(context.getBean(CamelContext.class)).getConfiguration();
                    assertThat(options.getEndpointUrl()).isNull();
                    assertThat(options.getMaxPayload()).isNull();
                    assertThat(options.getMaxSessions()).isEqualTo(5);
                    assertThat(options.getTurnTimeout()).isEqualTo(Duration.ofSeconds(7));
                });
    }

    @Test
    void itCanBeTurnedOff() {
        for (String off : new String[] {
            PREFIX + "enabled",
            "camel.component.enabled",
            PREFIX + "customizer.enabled",
            "camel.component.customizer.enabled"
        }) {
            application
                    .withPropertyValues(off + "=false", PREFIX + "max-sessions=17")
                    .run(context -> assertThat(component(context.getBean(CamelContext.class))
                                    .getConfiguration()
                                    .getMaxSessions())
                            .as(off)
                            .isNull());
        }
    }

    @Test
    void aWrongValueIsRefusedByItsOptionsName() {
        application.withPropertyValues(PREFIX + "max-sessions=many").run(context -> {
            try {
                component(context.getBean(CamelContext.class));
                throw new AssertionError("taken");
            } catch (Exception e) {
                assertThat(e).hasStackTraceContaining("max-sessions");
            }
        });
    }

    @Test
    void anIdeKnowsEveryOption() throws Exception {
        JsonNode metadata = read("/META-INF/spring-configuration-metadata.json");
        Map<String, JsonNode> known = new TreeMap<>();
        metadata.get("properties")
                .forEach(property -> known.put(property.path("name").asText(), property));

        read("/META-INF/io/camelcognigy/cognigy.json")
                .get("componentProperties")
                .properties()
                .forEach(option -> {
                    JsonNode property = known.remove(PREFIX + dashed(option.getKey()));
                    assertThat(property).as(option.getKey()).isNotNull();
                    assertThat(property.path("description").asText()).isNotBlank();
                });
        assertThat(known).containsOnlyKeys(PREFIX + "enabled", PREFIX + "customizer.enabled");
        assertThat(metadata.get("hints")).isNotEmpty();
    }
}
