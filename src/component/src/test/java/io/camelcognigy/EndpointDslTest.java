package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static io.camelcognigy.dsl.StaticEndpointBuilders.cognigy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.camelcognigy.dsl.builder.CognigyEndpointBuilderFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;

/** A route in Java has a method for each option, generated from the metadata, and runs like one with a URI. */
class EndpointDslTest extends CognigyTestSupport {

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to(cognigy("support").sessionKey("${header.customer}").turnTimeout("20s"));
                from(cognigy("support").events("sessionOpened")).to("mock:opened");
            }
        };
    }

    @Test
    void anInputAndAnEventGoTheWayOfTheRoutes() throws Exception {
        MockEndpoint opened = getMockEndpoint("mock:opened");
        opened.expectedHeaderReceived(SESSION_KEY, "anna");

        Exchange answer = request("direct:ask", "hello", "customer", "anna");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).isEqualTo("You said: hello");
        opened.assertIsSatisfied();
    }

    @Test
    void everyOptionHasItsMethod() {
        Set<String> methods = Arrays.stream(CognigyEndpointBuilderFactory.class.getDeclaredClasses())
                .flatMap(builder -> Arrays.stream(builder.getDeclaredMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        JsonNode options = OptionDoc.metadata("io/camelcognigy/cognigy").get("properties");

        assertThat(options.properties())
                .filteredOn(option -> option.getValue().path("kind").asText().equals("parameter"))
                .extracting(Map.Entry::getKey)
                .isNotEmpty()
                .allMatch(methods::contains);
    }
}
