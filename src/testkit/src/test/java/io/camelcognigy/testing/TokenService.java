package io.camelcognigy.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A token service of OAuth 2.0 (RFC 6749) for tests, with introspection (RFC 7662): it gives {@code token-1}, {@code token-2}
 * and so on to whoever asks, and with each a refresh token that takes the place of the one before.
 */
public final class TokenService implements AutoCloseable {

    private final String username;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private final Set<String> valid = ConcurrentHashMap.newKeySet();
    private volatile Consumer<String> issued = token -> {};
    private volatile int lifetime = 3600;
    private volatile int refusal;
    private volatile String refusalText;

    /** @param username whose mailbox the tokens open */
    public TokenService(String username) {
        this.username = username;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/token", this::token);
        server.createContext("/introspect", this::introspect);
        server.setExecutor(threads);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    public String introspectionUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/introspect";
    }

    /** What was asked for, field by field. */
    public List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    /** @param seconds of the tokens from now on */
    public void lifetime(int seconds) {
        lifetime = seconds;
    }

    /** @param listener is told each token before it is given */
    public void onIssue(Consumer<String> listener) {
        issued = listener;
    }

    /** From now on nobody gets a token. */
    public void refuse(int status, String text) {
        refusalText = text;
        refusal = status;
    }

    public void refuseNoLonger() {
        refusal = 0;
    }

    /** No token given so far is valid any more. */
    public void withdraw() {
        valid.clear();
    }

    private void token(HttpExchange exchange) throws IOException {
        requests.add(form(exchange));
        if (refusal != 0) {
            exchange.getResponseHeaders().set("Location", introspectionUrl());
            answer(exchange, refusal, refusalText);
            return;
        }
        int number = requests.size();
        String token = "token-" + number;
        valid.add(token);
        issued.accept(token);
        answer(
                exchange,
                200,
                "{\"token_type\":\"Bearer\",\"access_token\":\"" + token + "\",\"expires_in\":" + lifetime
                        + ",\"refresh_token\":\"refresh-" + number + "\"}");
    }

    private void introspect(HttpExchange exchange) throws IOException {
        boolean active = valid.contains(form(exchange).getOrDefault("token", ""));
        answer(exchange, 200, "{\"active\":" + active + ",\"username\":\"" + username + "\"}");
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return Arrays.stream(form.split("&"))
                .map(field -> field.split("=", 2))
                .filter(field -> field.length == 2)
                .collect(Collectors.toMap(
                        field -> field[0], field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
