package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.session.EventKind;
import io.camelcognigy.testing.NodeEndpoint;
import io.camelcognigy.transport.ProtocolGeneration;
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

/** What a real Socket.IO server in another process streams, 40 pieces with a card in between, is whole: by Engine.IO 4 and 3. */
class StreamFromSocketIoServerTest {

    private static final String JOINED =
            IntStream.rangeClosed(1, 40).mapToObj(i -> "word " + i + " ").collect(Collectors.joining());

    private final List<String> said = new CopyOnWriteArrayList<>();

    private static Stream<Arguments> modes() {
        return Stream.of("4.8.4", "2.5.1")
                .flatMap(server -> Stream.of(
                        Arguments.of(server, "answer", List.of(JOINED, "Look?\n1. Yes")),
                        Arguments.of(server, "turn", List.of(JOINED.strip() + "\n\nLook?\n1. Yes"))));
    }

    @ParameterizedTest(name = "socket.io {0}, stream={1}")
    @MethodSource("modes")
    void eachModeJoinsIt(String server, String mode, List<String> expected) throws Exception {
        boolean old = server.startsWith("2");
        try (NodeEndpoint endpoint = old ? NodeEndpoint.version2() : NodeEndpoint.version4();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            CognigyComponent cognigy = new CognigyComponent();
            cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
            cognigy.getConfiguration().setProtocol(old ? ProtocolGeneration.V3 : ProtocolGeneration.V4);
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
