package io.camelcognigy;

import io.camelcognigy.session.TurnEnd;
import io.camelcognigy.session.TurnRequest.Completion;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.ConnectRequest.OnReadyTimeout;
import io.camelcognigy.transport.ProtocolGeneration;
import io.camelcognigy.transport.TransportSettings.Proxy;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * All options of {@code cognigy:}, as defaults on the component and as parameters on an endpoint.
 *
 * <p>Options without the label {@code producer} or {@code consumer} belong to the agent: all endpoints of one agent
 * share them, and two endpoints that give different values are refused.
 */
@UriParams
public class CognigyConfiguration implements Cloneable {

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

    /** How a body becomes an input. */
    public enum InputFormat {
        /** A Map or a JSON object with a known field is an input with its fields, anything else is text. */
        AUTO,
        /** The body is the text, whatever it looks like. */
        TEXT,
        /** The body must be a Map or a JSON object. */
        JSON
    }

    /** How a session key becomes a session id. */
    public enum SessionIdStrategyName {
        RAW,
        HASHED
    }

    /** When unsolicited outputs are acknowledged. */
    public enum AckUnsolicited {
        ROUTED,
        RECEIVED
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
    private TransportName transport = TransportName.NETTY;
    /**
     * The protocol generation: v4 is Engine.IO 4, which today's servers speak; v3 is Engine.IO 3, for old on-premises
     * servers; auto begins with v4 and remembers what the server turned out to speak. v3 and auto need transport=netty.
     */
    @UriParam(label = "advanced", defaultValue = "v4", enums = "v4,v3,auto")
    private ProtocolGeneration protocol = ProtocolGeneration.V4;
    /**
     * How ids and token travel: in the query of the connection URL, or in the reply to the server's handshake event,
     * which keeps them out of proxy logs but needs a server that supports it.
     */
    @UriParam(defaultValue = "query", enums = "query,inner")
    private HandshakeMode handshake = HandshakeMode.QUERY;
    /**
     * Inputs run the flow but are not billed. Meant for tests: at most 600 messages an hour.
     */
    @UriParam(defaultValue = "false")
    private boolean testMode;
    /**
     * How long one attempt to connect may take, up to the Socket.IO connection.
     */
    @UriParam(label = "advanced", defaultValue = "20s", javaType = "java.time.Duration")
    private Duration connectTimeout = Duration.ofSeconds(20);
    /**
     * How long to wait for endpoint-ready once connected.
     */
    @UriParam(defaultValue = "5s", javaType = "java.time.Duration")
    private Duration readyTimeout = Duration.ofSeconds(5);
    /**
     * What to do when endpoint-ready does not come: fail the attempt, or proceed, which servers older than Cognigy.AI
     * 4.79 need.
     */
    @UriParam(defaultValue = "fail", enums = "fail,proceed")
    private OnReadyTimeout onReadyTimeout = OnReadyTimeout.FAIL;
    /**
     * The ceiling of the wait before the first reconnect; it doubles with every failure in a row, and the wait is a
     * random part of it.
     */
    @UriParam(defaultValue = "500ms", javaType = "java.time.Duration")
    private Duration reconnectDelay = Duration.ofMillis(500);
    /**
     * No wait before a reconnect is longer than that.
     */
    @UriParam(defaultValue = "30s", javaType = "java.time.Duration")
    private Duration reconnectMaxDelay = Duration.ofSeconds(30);
    /**
     * A connection that held for so long resets the reconnect delay.
     */
    @UriParam(label = "advanced", defaultValue = "30s", javaType = "java.time.Duration")
    private Duration reconnectStablePeriod = Duration.ofSeconds(30);
    /**
     * After a turn that ended without its final ping: how long a waiting turn gives the late ping a chance before it is
     * sent on a fresh connection.
     */
    @UriParam(label = "advanced", defaultValue = "2s", javaType = "java.time.Duration")
    private Duration resyncTimeout = Duration.ofSeconds(2);
    /**
     * Connects a second over all sessions of the agent; those with waiting turns go first.
     */
    @UriParam(defaultValue = "100")
    private double connectRate = 100;
    /**
     * Attempts to connect that may be in flight at once, over all sessions of the agent.
     */
    @UriParam(label = "advanced", defaultValue = "100")
    private int connectConcurrency = 100;
    /**
     * Sessions of the agent that may be open at once. One more is refused.
     */
    @UriParam(defaultValue = "10000")
    private int maxSessions = 10_000;
    /**
     * A session without input and output for so long is closed and forgotten; its next input opens it again.
     */
    @UriParam(defaultValue = "30m", javaType = "java.time.Duration")
    private Duration sessionIdleTimeout = Duration.ofMinutes(30);
    /**
     * Turns of one session that may wait behind the one in flight. One more fails at once.
     */
    @UriParam(defaultValue = "100")
    private int maxQueuedTurnsPerSession = 100;
    /**
     * Turns that may wait over all sessions of the agent. One more fails at once.
     */
    @UriParam(defaultValue = "10000")
    private int maxQueuedTurns = 10_000;
    /**
     * Events of one session that may wait for consumers. One more is dropped: its turn fails, or it is not
     * acknowledged.
     */
    @UriParam(label = "advanced", defaultValue = "1000")
    private int maxUnroutedEvents = 1_000;
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
    private TlsEngine tlsEngine = TlsEngine.JDK;
    /**
     * How the proxy is asked for a way through: http (CONNECT) or socks5.
     */
    @UriParam(label = "proxy", defaultValue = "http", enums = "http,socks5")
    private Proxy.Type proxyType = Proxy.Type.HTTP;
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
     * A Simple expression for what identifies the conversation. Without it: the header CamelCognigySessionKey, else
     * CamelKafkaKey, else JMSXGroupID, else JMSCorrelationID.
     */
    @UriParam(label = "producer")
    private String sessionKey;
    /**
     * A Simple expression for the user id on the wire. Without it: the body's userId, else the header
     * CamelCognigyUserId, else the session id.
     */
    @UriParam(label = "producer")
    private String userId;
    /**
     * How the session id is made from the session key: raw is the key itself, which inject and notify need; hashed is
     * an HMAC-SHA256 of it with sessionIdSecret, which keeps mail addresses and phone numbers away from the Endpoint.
     */
    @UriParam(label = "producer", defaultValue = "raw", enums = "raw,hashed")
    private SessionIdStrategyName sessionIdStrategy = SessionIdStrategyName.RAW;
    /**
     * The key of the HMAC for sessionIdStrategy=hashed. Keep it: with another one every conversation starts afresh.
     */
    @UriParam(label = "producer,security", secret = true)
    private String sessionIdSecret;
    /**
     * What a body is: text, json (an object with text, data, resetFlow, userId, passthroughIp), or auto: a Map or JSON
     * object with one of these fields counts as json, anything else as text.
     */
    @UriParam(label = "producer", defaultValue = "auto", enums = "auto,text,json")
    private InputFormat inputFormat = InputFormat.AUTO;
    /**
     * When an exchange completes: with its turn, all outputs routed, or as soon as the input is sent.
     */
    @UriParam(label = "producer", defaultValue = "turn", enums = "turn,sent")
    private Completion completion = Completion.TURN;
    /**
     * How long an exchange may take, from its arrival to its end: waiting, the bot's work and the routing of outputs.
     */
    @UriParam(label = "producer", defaultValue = "30s", javaType = "java.time.Duration")
    private Duration turnTimeout = Duration.ofSeconds(30);
    /**
     * What ends a turn: the final ping, or, for Endpoints that send none, the first output, or silence after an output.
     */
    @UriParam(label = "producer", defaultValue = "finalPing", enums = "finalPing,firstOutput,silence")
    private TurnEnd turnEnd = TurnEnd.FINAL_PING;
    /**
     * For turnEnd=silence: how long no further output must come.
     */
    @UriParam(label = "producer,advanced", defaultValue = "2s", javaType = "java.time.Duration")
    private Duration turnSilence = Duration.ofSeconds(2);
    /**
     * Restarts the flow with every input of this endpoint. Usually wanted for one input only: use the header
     * CamelCognigyResetFlow or the body's resetFlow.
     */
    @UriParam(label = "producer", defaultValue = "false")
    private boolean resetFlow;
    /**
     * The channel that the flow and the analytics see.
     */
    @UriParam(label = "producer", defaultValue = "camel")
    private String channel = "camel";
    /**
     * A Simple expression for the end user's IP address. Without it: the body's passthroughIp, else the header
     * CamelCognigyPassthroughIp, else none.
     */
    @UriParam(label = "producer")
    private String passthroughIp;
    /**
     * Sends a typing indication, on or off, instead of an input. It is dropped where the session is not connected.
     */
    @UriParam(label = "producer", enums = "on,off")
    private String typing;
    /**
     * Comma-separated names of headers that make up the reply address: they are remembered with a session's latest
     * input and set again on its outputs.
     */
    @UriParam(label = "producer", defaultValue = "replyTopic,correlationId")
    private String replyHeaders = "replyTopic,correlationId";
    /**
     * Lets inputs carry the key _cognigy in their data, which steers Cognigy itself (ratings, presence, xApps).
     */
    @UriParam(label = "producer,advanced", defaultValue = "false")
    private boolean allowReservedData;
    /**
     * Puts an object _camel into the data of each input: its messageId, which is the same whenever the message is
     * delivered, and redelivered=true if the message may have been processed before. For sources that know, such as
     * chat-kafka: and JMS.
     */
    @UriParam(label = "producer", defaultValue = "false")
    private boolean markRedelivered;

    /**
     * Comma-separated events to consume: output, finalPing, typingStatus, error, exception, connected, disconnected.
     */
    @UriParam(label = "consumer", defaultValue = "output")
    private String events = "output";
    /**
     * When an unsolicited output is acknowledged to the Endpoint: once its exchange completed without failure, or as
     * soon as it is received.
     */
    @UriParam(label = "consumer", defaultValue = "routed", enums = "routed,received")
    private AckUnsolicited ackUnsolicited = AckUnsolicited.ROUTED;
    /**
     * As name:value, takes only the events of sessions whose reply address has a header of that name (as replyHeaders
     * spells it) and value. Without it, the consumer takes the events of all sessions.
     */
    @UriParam(label = "consumer")
    private String replyMatch;

    public String getEndpointUrl() {
        return endpointUrl;
    }

    public void setEndpointUrl(String endpointUrl) {
        this.endpointUrl = endpointUrl;
    }

    public String getServerUrl() {
        return serverUrl;
    }

    public void setServerUrl(String serverUrl) {
        this.serverUrl = serverUrl;
    }

    public String getUrlToken() {
        return urlToken;
    }

    public void setUrlToken(String urlToken) {
        this.urlToken = urlToken;
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

    public boolean isTestMode() {
        return testMode;
    }

    public void setTestMode(boolean testMode) {
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

    public double getConnectRate() {
        return connectRate;
    }

    public void setConnectRate(double connectRate) {
        this.connectRate = connectRate;
    }

    public int getConnectConcurrency() {
        return connectConcurrency;
    }

    public void setConnectConcurrency(int connectConcurrency) {
        this.connectConcurrency = connectConcurrency;
    }

    public int getMaxSessions() {
        return maxSessions;
    }

    public void setMaxSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    public Duration getSessionIdleTimeout() {
        return sessionIdleTimeout;
    }

    public void setSessionIdleTimeout(Duration sessionIdleTimeout) {
        this.sessionIdleTimeout = sessionIdleTimeout;
    }

    public int getMaxQueuedTurnsPerSession() {
        return maxQueuedTurnsPerSession;
    }

    public void setMaxQueuedTurnsPerSession(int maxQueuedTurnsPerSession) {
        this.maxQueuedTurnsPerSession = maxQueuedTurnsPerSession;
    }

    public int getMaxQueuedTurns() {
        return maxQueuedTurns;
    }

    public void setMaxQueuedTurns(int maxQueuedTurns) {
        this.maxQueuedTurns = maxQueuedTurns;
    }

    public int getMaxUnroutedEvents() {
        return maxUnroutedEvents;
    }

    public void setMaxUnroutedEvents(int maxUnroutedEvents) {
        this.maxUnroutedEvents = maxUnroutedEvents;
    }

    public Integer getMaxPayload() {
        return maxPayload;
    }

    public void setMaxPayload(Integer maxPayload) {
        this.maxPayload = maxPayload;
    }

    public TlsEngine getTlsEngine() {
        return tlsEngine;
    }

    public void setTlsEngine(TlsEngine tlsEngine) {
        this.tlsEngine = tlsEngine;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public String getSessionKey() {
        return sessionKey;
    }

    public void setSessionKey(String sessionKey) {
        this.sessionKey = sessionKey;
    }

    public String getUserId() {
        return userId;
    }

    public void setUserId(String userId) {
        this.userId = userId;
    }

    public SessionIdStrategyName getSessionIdStrategy() {
        return sessionIdStrategy;
    }

    public void setSessionIdStrategy(SessionIdStrategyName sessionIdStrategy) {
        this.sessionIdStrategy = sessionIdStrategy;
    }

    public String getSessionIdSecret() {
        return sessionIdSecret;
    }

    public void setSessionIdSecret(String sessionIdSecret) {
        this.sessionIdSecret = sessionIdSecret;
    }

    public InputFormat getInputFormat() {
        return inputFormat;
    }

    public void setInputFormat(InputFormat inputFormat) {
        this.inputFormat = inputFormat;
    }

    public Completion getCompletion() {
        return completion;
    }

    public void setCompletion(Completion completion) {
        this.completion = completion;
    }

    public Duration getTurnTimeout() {
        return turnTimeout;
    }

    public void setTurnTimeout(Duration turnTimeout) {
        this.turnTimeout = turnTimeout;
    }

    public TurnEnd getTurnEnd() {
        return turnEnd;
    }

    public void setTurnEnd(TurnEnd turnEnd) {
        this.turnEnd = turnEnd;
    }

    public Duration getTurnSilence() {
        return turnSilence;
    }

    public void setTurnSilence(Duration turnSilence) {
        this.turnSilence = turnSilence;
    }

    public boolean isResetFlow() {
        return resetFlow;
    }

    public void setResetFlow(boolean resetFlow) {
        this.resetFlow = resetFlow;
    }

    public String getChannel() {
        return channel;
    }

    public void setChannel(String channel) {
        this.channel = channel;
    }

    public String getPassthroughIp() {
        return passthroughIp;
    }

    public void setPassthroughIp(String passthroughIp) {
        this.passthroughIp = passthroughIp;
    }

    public String getTyping() {
        return typing;
    }

    public void setTyping(String typing) {
        this.typing = typing;
    }

    public String getReplyHeaders() {
        return replyHeaders;
    }

    public void setReplyHeaders(String replyHeaders) {
        this.replyHeaders = replyHeaders;
    }

    public boolean isAllowReservedData() {
        return allowReservedData;
    }

    public void setAllowReservedData(boolean allowReservedData) {
        this.allowReservedData = allowReservedData;
    }

    public boolean isMarkRedelivered() {
        return markRedelivered;
    }

    public void setMarkRedelivered(boolean markRedelivered) {
        this.markRedelivered = markRedelivered;
    }

    public String getEvents() {
        return events;
    }

    public void setEvents(String events) {
        this.events = events;
    }

    public AckUnsolicited getAckUnsolicited() {
        return ackUnsolicited;
    }

    public void setAckUnsolicited(AckUnsolicited ackUnsolicited) {
        this.ackUnsolicited = ackUnsolicited;
    }

    public String getReplyMatch() {
        return replyMatch;
    }

    public void setReplyMatch(String replyMatch) {
        this.replyMatch = replyMatch;
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

    /** A copy that can be changed without changing this one. */
    public CognigyConfiguration copy() {
        try {
            return (CognigyConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
