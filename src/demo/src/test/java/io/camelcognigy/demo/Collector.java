package io.camelcognigy.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes OTLP over HTTP, as a collector of traces does, and keeps what it is sent. */
final class Collector implements AutoCloseable {

    /** A span with what it has, ids in hex. */
    record Received(
            String traceId,
            String id,
            String parentId,
            String name,
            Span.SpanKind kind,
            boolean failed,
            long startNanos,
            long endNanos,
            Map<String, String> attributes) {

        private static Received of(Span span) {
            return new Received(
                    HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                    HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                    HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                    span.getName(),
                    span.getKind(),
                    span.getStatus().getCodeValue() == 2,
                    span.getStartTimeUnixNano(),
                    span.getEndTimeUnixNano(),
                    span.getAttributesList().stream()
                            .collect(Collectors.toMap(
                                    KeyValue::getKey,
                                    attribute -> attribute.getValue().getStringValue())));
        }
    }

    private final HttpServer server;
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();
    private final List<Received> spans = new CopyOnWriteArrayList<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(body);
            ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .flatMap(scope -> scope.getSpansList().stream())
                    .map(Received::of)
                    .forEach(spans::add);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    /** Those of one trace, in the order in which they began. */
    List<Received> trace(String traceId) {
        return spans.stream()
                .filter(span -> span.traceId().equals(traceId))
                .sorted(Comparator.comparingLong(Received::startNanos))
                .toList();
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    /** All that was sent, for who looks whether something is in it. */
    String raw() {
        return bodies.stream()
                .map(body -> new String(body, StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining("\n"));
    }

    /** A trace as people look at it: each span below its parent, with when it began and how long it took. */
    String tree(String traceId) {
        List<Received> all = trace(traceId);
        StringBuilder out = new StringBuilder();
        List<String> ids = all.stream().map(Received::id).toList();
        all.stream().filter(span -> !ids.contains(span.parentId())).forEach(root -> show(root, "", all, out));
        return out.toString();
    }

    private static void show(Received span, String indent, List<Received> all, StringBuilder out) {
        long begin = all.get(0).startNanos();
        out.append(String.format(
                "%-24s %6.1f ms  +%.1f ms  %s%s%n",
                indent + span.name(),
                (span.startNanos() - begin) / 1e6,
                (span.endNanos() - span.startNanos()) / 1e6,
                span.attributes().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(Object::toString)
                        .collect(Collectors.joining(" ")),
                span.failed() ? " ERROR" : ""));
        new ArrayList<>(all)
                .stream()
                        .filter(child -> child.parentId().equals(span.id()))
                        .forEach(child -> show(child, indent + "  ", all, out));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
