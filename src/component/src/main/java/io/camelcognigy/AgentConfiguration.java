package io.camelcognigy;

import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings.Proxy;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.component.PropertyConfigurerSupport;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The options of an agent, as far as somebody set them: null means that nobody did here. They can be given for all agents
 * (on the component), for one agent (in the component's {@code agents}), and on any endpoint of an agent. The nearest
 * one counts: endpoint, agent, component, default.
 */
@UriParams
@Configurer
public class AgentConfiguration {

    private static final List<String> ADDRESS = List.of("endpointUrl", "serverUrl", "urlToken");

    /** What carries the connections. */
    public enum TransportName {
        /** The stock Socket.IO client for Java, with a thread per connection. */
        SOCKETIO,
        /** Our own on Netty's event loops: both protocol generations, no thread per connection. */
        NETTY
    }

    /** Who speaks TLS with https Endpoints. */
    public enum TlsEngine {
        JDK,
        /** BoringSSL, by the native library netty-tcnative. */
        OPENSSL
    }

    /**
     * The Endpoint URL as the Cognigy console shows it: server address, slash, URL token. It is a secret: give it as
     * #property:name on a URI, or on the component.
     */
    @UriParam(label = "security", secret = true)
    private String endpointUrl;

    /**
     * The Endpoint's server address without the token, together with urlToken an alternative to endpointUrl.
     */
    @UriParam
    private String serverUrl;

    /**
     * The Endpoint's URL token, together with serverUrl an alternative to endpointUrl.
     */
    @UriParam(label = "security", secret = true)
    private String urlToken;

    /**
     * What carries the connections: netty, which speaks all protocols and takes no thread for a connection; or socketio,
     * the stock Socket.IO client, which speaks protocol v4 only and takes one for each.
     */
    @UriParam(label = "advanced", defaultValue = "netty", enums = "netty,socketio")
    private TransportName transport;

    /**
     * The protocol generation: v4 is Engine.IO 4, which today's servers speak; v3 is Engine.IO 3, for old on-premises
     * servers; auto begins with v4 and remembers what the server turned out to speak. v3 and auto need transport=netty.
     */
    @UriParam(label = "advanced", defaultValue = "v4", enums = "v4,v3,auto")
    private ProtocolGeneration protocol;

    /**
     * How ids and token travel: in the query of the connection URL, or in the reply to the server's handshake event,
     * which keeps them out of proxy logs but needs a server that supports it.
     */
    @UriParam(defaultValue = "query", enums = "query,inner")
    private HandshakeMode handshake;

    /**
     * Inputs run the flow but are not billed. Meant for tests: at most 600 messages an hour.
     */
    @UriParam(defaultValue = "false")
    private Boolean testMode;

    /**
     * How long one attempt to connect may take, up to the Socket.IO connection.
     */
    @UriParam(label = "advanced", defaultValue = "20s", javaType = "java.time.Duration")
    private Duration connectTimeout;

    /**
     * How long to wait for endpoint-ready once connected.
     */
    @UriParam(defaultValue = "5s", javaType = "java.time.Duration")
    private Duration readyTimeout;

    /**
     * What to do when endpoint-ready does not come: fail the attempt, or proceed, which servers older than Cognigy.AI
     * 4.79 need.
     */
    @UriParam(defaultValue = "fail", enums = "fail,proceed")
    private OnReadyTimeout onReadyTimeout;

    /**
     * The ceiling of the wait before the first reconnect; it doubles with every failure in a row, and the wait is a
     * random part of it.
     */
    @UriParam(defaultValue = "500ms", javaType = "java.time.Duration")
    private Duration reconnectDelay;

    /**
     * No wait before a reconnect is longer than that. Keep it well below turnTimeout, or an input may wait for the Endpoint
     * until its time is up although the Endpoint is back. An input that comes meanwhile shortens the wait.
     */
    @UriParam(defaultValue = "10s", javaType = "java.time.Duration")
    private Duration reconnectMaxDelay;

    /**
     * A connection that held for so long and was then cut counts as no failure, as where a proxy cuts idle ones. One that
     * did not lengthens the wait before the next attempt, to eight times reconnectDelay at most.
     */
    @UriParam(label = "advanced", defaultValue = "5s", javaType = "java.time.Duration")
    private Duration reconnectStablePeriod;

    /**
     * After a turn that ended without its final ping: how long a waiting turn gives the late ping a chance before it is
     * sent on a fresh connection.
     */
    @UriParam(label = "advanced", defaultValue = "2s", javaType = "java.time.Duration")
    private Duration resyncTimeout;

    /**
     * Connects a second over all sessions of the agent; those with waiting turns go first.
     */
    @UriParam(defaultValue = "100")
    private Double connectRate;

    /**
     * Attempts to connect that may be in flight at once, over all sessions of the agent.
     */
    @UriParam(label = "advanced", defaultValue = "100")
    private Integer connectConcurrency;

    /**
     * Sessions of the agent that may be open at once. For one more, the one that has been idle longest is closed; while all
     * are busy, its input fails and was not sent.
     */
    @UriParam(defaultValue = "10000")
    private Integer maxSessions;

    /**
     * A session without input and output for so long is closed and forgotten; its next input opens it again.
     */
    @UriParam(defaultValue = "30m", javaType = "java.time.Duration")
    private Duration sessionIdleTimeout;

    /**
     * The same for a session that has had one input only, where it is shorter: whoever says one thing and leaves holds its
     * connection no longer than that.
     */
    @UriParam(label = "advanced", defaultValue = "10m", javaType = "java.time.Duration")
    private Duration singleInputIdleTimeout;

    /**
     * Turns of one session that may wait behind the one in flight. One more fails at once.
     */
    @UriParam(defaultValue = "100")
    private Integer maxQueuedTurnsPerSession;

    /**
     * Turns that may wait over all sessions of the agent. One more fails at once.
     */
    @UriParam(defaultValue = "10000")
    private Integer maxQueuedTurns;

    /**
     * Events of one session that may wait for consumers. From three quarters on nothing more is read from its connection,
     * until half of them are routed. One over the bound is dropped: its turn fails, or it is not acknowledged.
     */
    @UriParam(label = "advanced", defaultValue = "1000")
    private Integer maxUnroutedEvents;

    /**
     * What the events say that wait for consumers, in characters of JSON: the same bound as maxUnroutedEvents, in size. It
     * also bounds the outputs of one turn that are kept for an InOut exchange; a turn with more fails. One event alone is
     * always taken.
     */
    @UriParam(label = "advanced", defaultValue = "16777216")
    private Integer maxUnroutedBytes;

    /**
     * The largest message to send, in bytes on the wire. Without it, what the server announces counts, else 60000.
     */
    @UriParam(label = "advanced")
    private Integer maxPayload;

    /**
     * TLS settings for https Endpoints: trusted certificates, a client certificate, protocols. Without it, the JVM's
     * defaults count. Host names are always verified.
     */
    @UriParam(label = "security")
    private SSLContextParameters sslContextParameters;

    /**
     * Who speaks TLS with https Endpoints: the JVM; or openssl, Netty's native engine, which takes less memory for a session
     * and less time to connect. It needs io.netty:netty-tcnative-boringssl-static for this platform on the class path.
     */
    @UriParam(label = "security,advanced", defaultValue = "jdk", enums = "jdk,openssl")
    private TlsEngine tlsEngine;

    /**
     * How the proxy is asked for a way through: http (CONNECT) or socks5.
     */
    @UriParam(label = "proxy", defaultValue = "http", enums = "http,socks5")
    private Proxy.Type proxyType;

    /**
     * The host of a proxy to go through.
     */
    @UriParam(label = "proxy")
    private String proxyHost;

    /**
     * The port of the proxy.
     */
    @UriParam(label = "proxy")
    private Integer proxyPort;

    /**
     * The user name for the proxy, if it asks for one.
     */
    @UriParam(label = "proxy")
    private String proxyUser;

    /**
     * The password for the proxy.
     */
    @UriParam(label = "proxy,security", secret = true)
    private String proxyPassword;

    /**
     * Headers for the request that opens each connection, as requestHeader.name=value, such as a gateway between asks for.
     */
    @UriParam(label = "security,advanced", prefix = "requestHeader.", multiValue = true, secret = true)
    private Map<String, String> requestHeaders;

    public String getEndpointUrl() {
        return endpointUrl;
    }

    public void setEndpointUrl(String endpointUrl) {
        this.endpointUrl = givenOrNull(endpointUrl);
    }

    public String getServerUrl() {
        return serverUrl;
    }

    public void setServerUrl(String serverUrl) {
        this.serverUrl = givenOrNull(serverUrl);
    }

    public String getUrlToken() {
        return urlToken;
    }

    public void setUrlToken(String urlToken) {
        this.urlToken = givenOrNull(urlToken);
    }

    public TransportName getTransport() {
        return transport;
    }

    public void setTransport(TransportName transport) {
        this.transport = transport;
    }

    public ProtocolGeneration getProtocol() {
        return protocol;
    }

    public void setProtocol(ProtocolGeneration protocol) {
        this.protocol = protocol;
    }

    public HandshakeMode getHandshake() {
        return handshake;
    }

    public void setHandshake(HandshakeMode handshake) {
        this.handshake = handshake;
    }

    public Boolean getTestMode() {
        return testMode;
    }

    public void setTestMode(Boolean testMode) {
        this.testMode = testMode;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getReadyTimeout() {
        return readyTimeout;
    }

    public void setReadyTimeout(Duration readyTimeout) {
        this.readyTimeout = readyTimeout;
    }

    public OnReadyTimeout getOnReadyTimeout() {
        return onReadyTimeout;
    }

    public void setOnReadyTimeout(OnReadyTimeout onReadyTimeout) {
        this.onReadyTimeout = onReadyTimeout;
    }

    public Duration getReconnectDelay() {
        return reconnectDelay;
    }

    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public Duration getReconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    public void setReconnectMaxDelay(Duration reconnectMaxDelay) {
        this.reconnectMaxDelay = reconnectMaxDelay;
    }

    public Duration getReconnectStablePeriod() {
        return reconnectStablePeriod;
    }

    public void setReconnectStablePeriod(Duration reconnectStablePeriod) {
        this.reconnectStablePeriod = reconnectStablePeriod;
    }

    public Duration getResyncTimeout() {
        return resyncTimeout;
    }

    public void setResyncTimeout(Duration resyncTimeout) {
        this.resyncTimeout = resyncTimeout;
    }

    public Double getConnectRate() {
        return connectRate;
    }

    public void setConnectRate(Double connectRate) {
        this.connectRate = connectRate;
    }

    public Integer getConnectConcurrency() {
        return connectConcurrency;
    }

    public void setConnectConcurrency(Integer connectConcurrency) {
        this.connectConcurrency = connectConcurrency;
    }

    public Integer getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(Integer maxSessions) {
        this.maxSessions = maxSessions;
    }

    public Duration getSessionIdleTimeout() {
        return sessionIdleTimeout;
    }

    public void setSessionIdleTimeout(Duration sessionIdleTimeout) {
        this.sessionIdleTimeout = sessionIdleTimeout;
    }

    public Duration getSingleInputIdleTimeout() {
        return singleInputIdleTimeout;
    }

    public void setSingleInputIdleTimeout(Duration singleInputIdleTimeout) {
        this.singleInputIdleTimeout = singleInputIdleTimeout;
    }

    public Integer getMaxQueuedTurnsPerSession() {
        return maxQueuedTurnsPerSession;
    }

    public void setMaxQueuedTurnsPerSession(Integer maxQueuedTurnsPerSession) {
        this.maxQueuedTurnsPerSession = maxQueuedTurnsPerSession;
    }

    public Integer getMaxQueuedTurns() {
        return maxQueuedTurns;
    }

    public void setMaxQueuedTurns(Integer maxQueuedTurns) {
        this.maxQueuedTurns = maxQueuedTurns;
    }

    public Integer getMaxUnroutedEvents() {
        return maxUnroutedEvents;
    }

    public void setMaxUnroutedEvents(Integer maxUnroutedEvents) {
        this.maxUnroutedEvents = maxUnroutedEvents;
    }

    public Integer getMaxUnroutedBytes() {
        return maxUnroutedBytes;
    }

    public void setMaxUnroutedBytes(Integer maxUnroutedBytes) {
        this.maxUnroutedBytes = maxUnroutedBytes;
    }

    public Integer getMaxPayload() {
        return maxPayload;
    }

    public void setMaxPayload(Integer maxPayload) {
        this.maxPayload = maxPayload;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public TlsEngine getTlsEngine() {
        return tlsEngine;
    }

    public void setTlsEngine(TlsEngine tlsEngine) {
        this.tlsEngine = tlsEngine;
    }

    public Proxy.Type getProxyType() {
        return proxyType;
    }

    public void setProxyType(Proxy.Type proxyType) {
        this.proxyType = proxyType;
    }

    public String getProxyHost() {
        return proxyHost;
    }

    public void setProxyHost(String proxyHost) {
        this.proxyHost = proxyHost;
    }

    public Integer getProxyPort() {
        return proxyPort;
    }

    public void setProxyPort(Integer proxyPort) {
        this.proxyPort = proxyPort;
    }

    public String getProxyUser() {
        return proxyUser;
    }

    public void setProxyUser(String proxyUser) {
        this.proxyUser = proxyUser;
    }

    public String getProxyPassword() {
        return proxyPassword;
    }

    public void setProxyPassword(String proxyPassword) {
        this.proxyPassword = proxyPassword;
    }

    public Map<String, String> getRequestHeaders() {
        return requestHeaders;
    }

    public void setRequestHeaders(Map<String, String> requestHeaders) {
        this.requestHeaders = requestHeaders;
    }

    /** A blank value, such as a placeholder for a variable that is not set, is none. */
    private static String givenOrNull(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /** The options that were set here, by name. */
    Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        for (Field option : OptionFields.OF_AGENT) {
            Object value = OptionFields.get(option, this);
            if (value != null) {
                given.put(option.getName(), value);
            }
        }
        return given;
    }

    /** Sets what was given elsewhere and overrides what was set here. An address overrides any other way to give one. */
    void overrideBy(Map<String, Object> given) {
        if (ADDRESS.stream().anyMatch(given::containsKey)) {
            endpointUrl = null;
            serverUrl = null;
            urlToken = null;
        }
        for (Field option : OptionFields.OF_AGENT) {
            Object value = given.get(option.getName());
            if (value != null) {
                OptionFields.set(option, this, value);
            }
        }
    }

    /** Sets each option that nobody gave to its default, which is written once, beside the option. */
    void useDefaults(CamelContext camel) {
        for (Field option : OptionFields.OF_AGENT) {
            String text = OptionFields.defaultOf(option);
            if (OptionFields.get(option, this) == null && !text.isEmpty()) {
                OptionFields.set(option, this, PropertyConfigurerSupport.property(camel, option.getType(), text));
            }
        }
    }

    /** Whether somebody said here where the Endpoint is, right or wrong. */
    boolean hasAddress() {
        return endpointUrl != null || serverUrl != null || urlToken != null;
    }

    /** For copies: leaves all options of the agent unset. */
    void clearAgentOptions() {
        OptionFields.OF_AGENT.forEach(option -> OptionFields.set(option, this, null));
    }
}
