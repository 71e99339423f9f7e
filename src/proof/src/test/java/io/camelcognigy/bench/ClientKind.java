package io.camelcognigy.bench;

import io.camelcognigy.AgentConfiguration.TransportName;
import io.camelcognigy.testing.Node;
import io.camelcognigy.transport.NativeTls;
import io.camelcognigy.transport.Tls;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who can be measured against the endpoint directly, each in a process of its own. */
enum ClientKind {
    /** What it costs at least. */
    FLOOR("floor", ClientKind.MANY),
    /** {@code transport=netty}, without session engine and Camel. */
    NETTY("netty", ClientKind.MANY),
    /** The same over TLS, with the JDK's engine. */
    NETTY_WSS("netty-wss", ClientKind.MANY),
    /** The same over TLS, with Netty's native engine. */
    NETTY_WSS_OPENSSL("netty-wss-openssl", ClientKind.MANY),
    /** {@code transport=socketio}. */
    SOCKETIO("socketio", ClientKind.FEW),
    COMPONENT_NETTY("component-netty", ClientKind.MANY),
    COMPONENT_SOCKETIO("component-socketio", ClientKind.FEW),
    /** As component-netty, with the meter registry of the bridge. */
    COMPONENT_METRICS("component-metrics", ClientKind.FEW),
    /** As component-netty, with an OpenTelemetry that records each span, and throws it away where others send it. */
    COMPONENT_TRACES("component-traces", ClientKind.FEW),
    /** The official client 5.0.0-beta.26. */
    NODE_5("node-5", ClientKind.MANY),
    /** The official client 4.9.2. */
    NODE_4("node-4", ClientKind.MANY);

    /** For those that have a thread for each session. */
    private static final int FEW = 2_000;

    private static final int MANY = 10_000;

    private final String label;
    private final int maxSessions;

    ClientKind(String label, int maxSessions) {
        this.label = label;
        this.maxSessions = maxSessions;
    }

    /** The name in tables and options. */
    String label() {
        return label;
    }

    /** Whether it is measured under that load. */
    boolean takes(Load load) {
        return load.sessions() <= maxSessions;
    }

    /** With how many sessions it is measured at most. */
    int maxSessions() {
        return maxSessions;
    }

    static ClientKind of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no client " + label));
    }

    /**
     * Starts its process.
     *
     * @throws org.opentest4j.TestAbortedException where it needs Node, or the native engine, and there is none
     */
    ChildProcess start(EndpointProcess endpoint) throws Exception {
        return switch (this) {
            case NODE_5 -> node("5", endpoint);
            case NODE_4 -> node("4", endpoint);
            case NETTY_WSS -> secure(endpoint);
            case NETTY_WSS_OPENSSL -> {
                NativeTls.assumePresent();
                yield secure(endpoint);
            }
            case COMPONENT_NETTY, COMPONENT_SOCKETIO, COMPONENT_METRICS, COMPONENT_TRACES -> plain(endpoint.url());
            default -> plain(endpoint.urls());
        };
    }

    private ChildProcess plain(String urls) throws IOException {
        return ChildProcess.start(label, ClientProcess.class, Jvm.options(), label, urls);
    }

    private ChildProcess secure(EndpointProcess endpoint) throws Exception {
        List<String> options = new ArrayList<>(Jvm.options());
        options.addAll(endpoint.trustOptions());
        return ChildProcess.start(label, ClientProcess.class, options, label, endpoint.secureUrl());
    }

    private ChildProcess node(String version, EndpointProcess endpoint) throws IOException {
        return ChildProcess.start(label, Node.program("load.js", "--version", version, "--urls", endpoint.urls()));
    }

    /**
     * The client itself, in this process.
     *
     * @param urls one or more, with commas between
     */
    Client client(String urls) throws Exception {
        List<String> all = List.of(urls.split(","));
        return switch (this) {
            case FLOOR -> new FloorClient(all);
            case NETTY, NETTY_WSS -> new TransportClient(this, all, TransportName.NETTY, Tls.defaults());
            case NETTY_WSS_OPENSSL ->
                new TransportClient(this, all, TransportName.NETTY, new Tls.OpenSsl(null, null, null));
            case SOCKETIO -> new TransportClient(this, all, TransportName.SOCKETIO, Tls.defaults());
            case COMPONENT_NETTY -> component(all, TransportName.NETTY);
            case COMPONENT_SOCKETIO -> component(all, TransportName.SOCKETIO);
            case COMPONENT_METRICS ->
                component(all, TransportName.NETTY, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
            case COMPONENT_TRACES -> component(all, TransportName.NETTY, recording());
            case NODE_5, NODE_4 -> throw new IllegalArgumentException(label + " is a program of its own");
        };
    }

    /** An agent has one Endpoint, and all its sessions one address. */
    private Client component(List<String> urls, TransportName transport, Object... beans) throws Exception {
        return new ComponentClient(urls.get(0), transport, maxSessions, (session, turn) -> Script.TEXT, beans);
    }

    private static OpenTelemetry recording() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(BatchSpanProcessor.builder(SpanExporter.composite())
                                .build())
                        .build())
                .build();
    }
}
