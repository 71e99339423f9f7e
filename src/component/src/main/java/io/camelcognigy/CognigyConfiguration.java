package io.camelcognigy;

import io.camelcognigy.content.StreamMode;
import io.camelcognigy.session.ChoicesMode;
import io.camelcognigy.session.TurnEnd;
import io.camelcognigy.session.TurnRequest.Completion;
import java.time.Duration;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * The options of an endpoint: of its producers and of its consumers. Those of its agent, which all endpoints of the agent
 * share, can be set here, too, and count for the agent.
 */
@UriParams
public class CognigyConfiguration extends AgentConfiguration implements Cloneable {

    /** How a body becomes an input. */
    public enum InputFormat {
        /** A Map or a JsonNode is an input with its fields, anything else is what the user says. */
        TEXT,
        /** As TEXT, but a text that is a JSON object with a known field counts as that object. */
        AUTO,
        /** The body must be a Map, a JsonNode or the text of a JSON object. */
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
     * A Simple expression for what identifies the conversation. Without it: the header CamelCognigySessionKey, else
     * CamelKafkaKey, else JMSXGroupID, else JMSCorrelationID.
     */
    @UriParam(label = "producer")
    private String sessionKey;

    /**
     * A Simple expression for the user id on the wire. Without it: the body's userId (see idsFromJson), else the header
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
     * What a body is that is no Map and no JsonNode: text; json, an object with text, data, resetFlow, userId,
     * passthroughIp; or auto: the text of a JSON object with one of these fields counts as json, any other as text. With
     * auto, whoever writes the text can write such an object. The header CamelCognigyInputFormat overrides it.
     */
    @UriParam(label = "producer", defaultValue = "text", enums = "text,auto,json")
    private InputFormat inputFormat = InputFormat.TEXT;

    /**
     * Lets a JSON text say userId and passthroughIp. Without it they are passed over there, as whoever writes the text could
     * speak as anybody; a Map or JsonNode, which only a route makes, may always say them.
     */
    @UriParam(label = "producer,security", defaultValue = "false")
    private boolean idsFromJson;

    /**
     * Comma-separated names of agents beside the one in the URI. A producer lets the header CamelCognigyAgent choose from
     * all of these; where it is missing, the URI's counts, and any other name is refused. While a session is open, its inputs
     * stay with its agent. A consumer takes the events of all of them. Without this option the header is not looked at.
     */
    @UriParam(label = "common")
    private String allowedAgents;

    /**
     * An endpoint that gets each output of an InOut exchange as it comes, as a consumer would, before the reply is complete:
     * direct:typing, for one. The reply has all outputs all the same, and comes when each of them was routed there.
     */
    @UriParam(label = "producer,advanced")
    private String outputsTo;

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
     * What becomes of answers that the bot sends piece by piece: each piece is an output, as it comes; or each answer is one,
     * when it is complete; or all of a turn is one. The exchange property CamelCognigyStream overrides it.
     */
    @UriParam(label = "producer", defaultValue = "pieces", enums = "pieces,answer,turn")
    private StreamMode stream = StreamMode.PIECES;

    /**
     * What an input means that names something which the bot has just offered to choose, by its number or title: as it stands
     * (text), or what it chooses (map): the payload of a quick reply or button, the data of a card's button.
     */
    @UriParam(label = "producer", defaultValue = "text", enums = "text,map")
    private ChoicesMode choices = ChoicesMode.TEXT;

    /**
     * Puts the traceparent into the data of each input, as _camel.traceparent: so a flow can go on with the trace. It is that of the
     * turn where turns are traced; else the header of the message, if it is a valid one.
     */
    @UriParam(label = "producer", defaultValue = "false")
    private boolean traceToFlow;

    /**
     * Comma-separated events to consume: output; handover (an output that tells how a handover stands is consumed under that name); silence (a turn is over and the bot said nothing); finalPing, also called turnEnd; typingStatus, also called typing; error, exception; sessionOpened (the first input is on its way), sessionClosed (the session was let go for idleness, for room, or by an input); connected, disconnected.
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

    public boolean isIdsFromJson() {
        return idsFromJson;
    }

    public void setIdsFromJson(boolean idsFromJson) {
        this.idsFromJson = idsFromJson;
    }

    public String getAllowedAgents() {
        return allowedAgents;
    }

    public void setAllowedAgents(String allowedAgents) {
        this.allowedAgents = allowedAgents;
    }

    public String getOutputsTo() {
        return outputsTo;
    }

    public void setOutputsTo(String outputsTo) {
        this.outputsTo = outputsTo;
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

    public StreamMode getStream() {
        return stream;
    }

    public void setStream(StreamMode stream) {
        this.stream = stream;
    }

    public ChoicesMode getChoices() {
        return choices;
    }

    public void setChoices(ChoicesMode choices) {
        this.choices = choices;
    }

    public boolean isTraceToFlow() {
        return traceToFlow;
    }

    public void setTraceToFlow(boolean traceToFlow) {
        this.traceToFlow = traceToFlow;
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

    /** A copy that can be changed without changing this one. */
    public CognigyConfiguration copy() {
        try {
            return (CognigyConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** What a new endpoint begins with: the options of producers and consumers, and none of its agent. */
    CognigyConfiguration forEndpoint() {
        CognigyConfiguration copy = copy();
        copy.clearAgentOptions();
        return copy;
    }
}
