package io.camelcognigy.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/** What a bridge says of itself on its operation port. */
final class Operation {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String observe;

    Operation(int port) {
        observe = "http://127.0.0.1:" + port + "/observe/";
    }

    boolean live() {
        return get("health/live").statusCode() == 200;
    }

    /** While it does not answer yet: no. */
    boolean ready() {
        try {
            return get("health/ready").statusCode() == 200;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** The names of the checks that say DOWN. */
    Set<String> down() {
        HttpResponse<String> ready = get("health/ready");
        Set<String> down = new TreeSet<>();
        try {
            for (var check : JSON.readTree(ready.body()).path("checks").properties()) {
                if (check.getValue().path("status").asText().equals("DOWN")) {
                    down.add(check.getKey());
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(ready.body(), e);
        }
        if (down.isEmpty() != (ready.statusCode() == 200)) {
            throw new IllegalStateException(ready.statusCode() + " " + ready.body());
        }
        return down;
    }

    /** As Prometheus reads them. */
    String metrics() {
        return get("metrics").body();
    }

    private HttpResponse<String> get(String path) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(observe + path))
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
