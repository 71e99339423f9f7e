package io.camelcognigy.bridge.operate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The port answers what is read to everyone, changes something only for who has the token, and shows no more than that. */
class OperateServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Request> handled = new ArrayList<>();
    private OperateServer server = start("s3cret");

    private OperateServer start(String token) {
        return OperateServer.start(
                "127.0.0.1",
                0,
                token,
                Map.of(
                        "things",
                        request -> {
                            handled.add(request);
                            return Answer.json(200, Map.of("done", true));
                        },
                        "broken",
                        request -> {
                            throw new IllegalStateException("s3cret");
                        }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void readingIsOpen() throws Exception {
        assertThat(send("GET", "/observe/things/a%20b?c=d%26e&f").statusCode()).isEqualTo(200);
        assertThat(handled).containsExactly(new Request("GET", List.of("a b"), Map.of("c", "d&e", "f", ""), ""));
    }

    @Test
    void changingNeedsTheToken() throws Exception {
        assertThat(send("POST", "/observe/things").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "/observe/things", "Authorization", "Bearer other")
                        .statusCode())
                .isEqualTo(401);
        assertThat(send("POST", "/observe/things", "Authorization", "s3cret").statusCode())
                .isEqualTo(401);
        assertThat(handled).isEmpty();

        assertThat(send("POST", "/observe/things", "Authorization", "Bearer s3cret")
                        .statusCode())
                .isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void withoutATokenNothingCanBeChanged() throws Exception {
        server.close();
        server = start("");
        HttpResponse<String> response = send("POST", "/observe/things", "Authorization", "Bearer ");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("operate.token");
        assertThat(handled).isEmpty();
    }

    @Test
    void whatIsNotThereIsNotFoundAndAFailureTellsNothing() throws Exception {
        assertThat(send("GET", "/observe/other").statusCode()).isEqualTo(404);
        HttpResponse<String> failed = send("GET", "/observe/broken");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).doesNotContain("s3cret");
    }

    @Test
    void thePageMayRunNothingButItsOwnScriptAndAskNobodyButThisPort() throws Exception {
        HttpResponse<String> page = send("GET", "/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'sha256-")
                .contains("connect-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("innerHTML", "https://");
    }

    @Test
    void whoHasTheTokenIsToldSo() throws Exception {
        assertThat(send("GET", "/observe").body()).isEqualTo("{\"paths\":[\"broken\",\"things\"]}");
        assertThat(send("POST", "/observe").statusCode()).isEqualTo(401);
        assertThat(send("POST", "/observe", "Authorization", "Bearer s3cret").statusCode())
                .isEqualTo(200);
    }

    @Test
    void whatIsSentIsBounded() throws Exception {
        HttpRequest tooMuch = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/observe/things"))
                .header("Authorization", "Bearer s3cret")
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(70_000)))
                .build();
        assertThat(client.send(tooMuch, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        assertThat(handled).isEmpty();
    }

    @Test
    void aTakenPortIsNamed() {
        assertThatThrownBy(() -> OperateServer.start("127.0.0.1", server.port(), "", Map.of()))
                .isInstanceOf(NoPortException.class)
                .hasMessageContaining("127.0.0.1:" + server.port());
    }
}
