package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.EventKind;
import io.camelcognigy.testing.NodeEndpoint;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real Socket.IO server in another process streams, 40 pieces with a card in between, is whole. */
class StreamFromSocketIoServerTest {

    private static final String JOINED =
            IntStream.rangeClosed(1, 40).mapToObj(i -> "word " + i + " ").collect(Collectors.joining());

    private final List<String> said = new CopyOnWriteArrayList<>();

    private static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of("answer", List.of(JOINED, "Look?\n1. Yes")),
                Arguments.of("turn", List.of(JOINED.strip() + "\n\nLook?\n1. Yes")));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void eachModeJoinsIt(String mode, List<String> expected) throws Exception {
        try (NodeEndpoint endpoint = NodeEndpoint.version4();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            CognigyComponent cognigy = new CognigyComponent();
            cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
            camel.addComponent("cognigy", cognigy);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("cognigy:support?events=" + EventKind.OUTPUT.optionName())
                            .process(event -> said.add(event.getMessage().getBody(String.class)));
                }
            });
            camel.start();

            camel.createProducerTemplate()
                    .sendBodyAndHeader(
                            "cognigy:support?stream=" + mode, "stream 40", CognigyConstants.SESSION_KEY, "anna");

            assertThat(said).isEqualTo(expected);
            assertThat(endpoint.violations()).isEmpty();
        }
    }
}
