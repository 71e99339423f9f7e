package io.camelcognigy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.transport.RequestHeaders;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The request that opens a connection has the headers that a gateway between us and the Endpoint asks for. */
class RequestHeadersTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ServerSocket server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"netty", "socketio"})
    void eachTransportSendsThem(String transport) throws Exception {
        CompletableFuture<List<String>> request = CompletableFuture.supplyAsync(this::request);

        camel.createProducerTemplate()
                .asyncSend(
                        uri() + "&transport=" + transport
                                + "&requestHeader.X-Tenant=acme&requestHeader.X-Key=RAW(a b=c)",
                        exchange -> {
                            exchange.getMessage().setHeader(CognigyConstants.SESSION_KEY, "alice");
                            exchange.getMessage().setBody("hello");
                        });

        assertThat(request.get(20, TimeUnit.SECONDS))
                .anyMatch("x-tenant: acme"::equalsIgnoreCase)
                .anyMatch("x-key: a b=c"::equalsIgnoreCase);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host=x", "Sec-WebSocket-Key=x", "X Y=z"})
    void whatWouldBreakTheRequestIsRefusedByName(String header) {
        assertThatThrownBy(() -> camel.getEndpoint(uri() + "&requestHeader." + header)
                        .createProducer()
                        .start())
                .hasStackTraceContaining("requestHeader");
    }

    @Test
    void noValueBreaksOutOfItsLine() {
        for (String value : new String[] {"a\r\nX-Injected: b", "a\nb", "a\u0000b", "ü"}) {
            assertThatThrownBy(() -> RequestHeaders.of(Map.of("X-Bad", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("X-Bad")
                    .hasMessageNotContaining("Injected");
        }
    }

    @Test
    void theirValuesAreSecrets() {
        String shown = URISupport.sanitizeUri(
                camel.getEndpoint(uri() + "&requestHeader.X-Key=RAW(se)same)").getEndpointUri());

        assertThat(shown).contains("completion=sent").doesNotContain("same");
    }

    private String uri() {
        return "cognigy:support?completion=sent&serverUrl=http://127.0.0.1:" + server.getLocalPort() + "&urlToken=t";
    }

    private List<String> request() {
        List<String> lines = new ArrayList<>();
        try (Socket socket = server.accept();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                lines.add(line);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return lines;
    }
}
