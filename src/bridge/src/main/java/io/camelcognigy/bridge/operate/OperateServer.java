package io.camelcognigy.bridge.operate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operation port, on the JDK's own HTTP server: the page at {@code /}, and {@code /observe/...}. Reading is open to whoever
 * reaches the address; whatever changes something needs the token, as {@code Authorization: Bearer <token>}. Nothing here shows
 * a secret, what people say, or a session key.
 */
public final class OperateServer implements AutoCloseable {

    /** Answers what is below {@code /observe/<name>}. */
    @FunctionalInterface
    interface Handler {

        /** @param request its path without {@code observe} and the handler's name */
        Answer answer(Request request) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(OperateServer.class);
    private static final String ROOT = "observe";
    private static final int THREADS = 4;
    private static final int BACKLOG = 50;
    private static final int MAX_BODY = 64 * 1024;

    private final Map<String, Handler> handlers;
    private final Page page = Page.load();
    private final byte[] token;
    private final HttpServer server;
    private final ExecutorService threads;

    private OperateServer(HttpServer server, String token, Map<String, Handler> handlers) {
        this.handlers = Map.copyOf(handlers);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.server = server;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "operate-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param port 0 takes a free one
     * @param token empty: nothing can be changed over the port
     * @throws NoPortException if the address cannot be had
     */
    static OperateServer start(String address, int port, String token, Map<String, Handler> handlers) {
        OperateServer operate = new OperateServer(bound(address, port), token, handlers);
        operate.server.setExecutor(operate.threads);
        operate.server.createContext("/", operate::serve);
        operate.server.start();
        return operate;
    }

    private static HttpServer bound(String address, int port) {
        try {
            return HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        } catch (IOException | IllegalArgumentException e) {
            throw new NoPortException("cannot listen on " + address + ":" + port + " (" + e + ")", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the page is, for who is on this host or reaches the address. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                answer = answer(exchange);
            } catch (Exception e) {
                LOG.warn(
                        "{} {} failed: {}",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getRawPath(),
                        e.toString());
                answer = Answer.error(500, "failed, see the log");
            }
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
            exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : answer.body().length);
            if (!head) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    private Answer answer(HttpExchange exchange) throws Exception {
        Request request = Request.of(exchange.getRequestMethod(), exchange.getRequestURI());
        List<String> path = request.path();
        if (path.isEmpty() && !request.writes()) {
            return page.answer();
        }
        boolean root = path.equals(List.of(ROOT));
        Handler handler = path.size() > 1 && path.get(0).equals(ROOT) ? handlers.get(path.get(1)) : null;
        if (handler == null && !root) {
            return Answer.error(404, "there is nothing here");
        }
        if (request.writes() && !authorized(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return token.length == 0
                    ? Answer.error(403, "nothing can be changed here while operate.token is not set")
                    : Answer.error(401, "needs the header Authorization: Bearer <operate.token>");
        }
        if (root) {
            // A POST has shown that the token is right.
            return Answer.json(200, Map.of("paths", new TreeSet<>(handlers.keySet())));
        }
        byte[] body = request.writes() ? exchange.getRequestBody().readNBytes(MAX_BODY + 1) : new byte[0];
        if (body.length > MAX_BODY) {
            return Answer.error(413, "what is sent has " + MAX_BODY + " bytes at most");
        }
        return handler.answer(new Request(
                request.method(),
                path.subList(2, path.size()),
                request.query(),
                new String(body, StandardCharsets.UTF_8)));
    }

    private boolean authorized(String header) {
        String prefix = "Bearer ";
        return token.length > 0
                && header != null
                && header.startsWith(prefix)
                && MessageDigest.isEqual(
                        header.substring(prefix.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }
}
