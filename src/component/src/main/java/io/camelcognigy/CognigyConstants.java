package io.camelcognigy;

import org.apache.camel.spi.Metadata;

/** The headers of {@code cognigy:}. */
public final class CognigyConstants {

    /** The component's scheme. */
    public static final String SCHEME = "cognigy";

    @Metadata(
            description = "What identifies the conversation. A producer takes it if the option sessionKey is not"
                    + " set; a consumer sets it.",
            javaType = "String")
    public static final String SESSION_KEY = "CamelCognigySessionKey";

    @Metadata(
            description = "The session id on the wire. Set by a consumer, and by an InOut producer.",
            javaType = "String")
    public static final String SESSION_ID = "CamelCognigySessionId";

    @Metadata(
            description = "The user id on the wire. A producer takes it if the option userId is not set and the body"
                    + " has none; a consumer sets it.",
            javaType = "String")
    public static final String USER_ID = "CamelCognigyUserId";

    @Metadata(
            label = "producer",
            description = "Restarts the flow with this input; overrides the option.",
            javaType = "Boolean")
    public static final String RESET_FLOW = "CamelCognigyResetFlow";

    @Metadata(label = "producer", description = "The end user's IP address, passed to the flow.", javaType = "String")
    public static final String PASSTHROUGH_IP = "CamelCognigyPassthroughIp";

    @Metadata(
            label = "producer",
            description = "Sends a typing indication instead of an input; overrides the option.",
            javaType = "String")
    public static final String TYPING = "CamelCognigyTyping";

    @Metadata(
            label = "producer",
            description = "What this body is: text, auto or json; overrides the option inputFormat.",
            javaType = "String")
    public static final String INPUT_FORMAT = "CamelCognigyInputFormat";

    @Metadata(
            label = "producer",
            description =
                    "Ends the session instead of sending an input: the connection is closed, the reply address and"
                            + " the user id are forgotten, and the next input opens it anew. What the flow remembers under the"
                            + " session id stays with the Endpoint.",
            javaType = "Boolean")
    public static final String CLOSE = "CamelCognigyClose";

    @Metadata(
            description =
                    "The agent's name. A consumer sets it, and so does an InOut producer; a producer takes it where the option allowedAgents lists"
                            + " it.",
            javaType = "String")
    public static final String AGENT = "CamelCognigyAgent";

    @Metadata(
            description = "The kind of event: output, handover, finalPing, silence, typingStatus, error, exception,"
                    + " sessionOpened, sessionClosed, connected or disconnected.",
            label = "consumer",
            javaType = "String")
    public static final String EVENT = "CamelCognigyEvent";

    @Metadata(
            description = "Our id of the turn that an event belongs to; absent on unsolicited events. An InOut"
                    + " producer sets it as well.",
            javaType = "String")
    public static final String TURN_ID = "CamelCognigyTurnId";

    @Metadata(
            label = "consumer",
            description = "The place of an output within its turn, from 1; on the event finalPing how many there were.",
            javaType = "Integer")
    public static final String PART = "CamelCognigyPart";

    @Metadata(
            label = "consumer",
            description = "Whether no further output of the turn comes; absent where that is not known.",
            javaType = "Boolean")
    public static final String LAST = "CamelCognigyLast";

    @Metadata(
            label = "consumer",
            description = "Whether the event belongs to no turn: notify, inject, a human agent," + " or late.",
            javaType = "Boolean")
    public static final String UNSOLICITED = "CamelCognigyUnsolicited";

    @Metadata(
            label = "consumer",
            description = "The Endpoint's trace id of an output, if it sent one. For people, not" + " for decisions.",
            javaType = "String")
    public static final String TRACE_ID = "CamelCognigyTraceId";

    @Metadata(
            description = "The type of the final ping that ended the turn: regular or cognigyStopFlow. Set by an"
                    + " InOut producer and on finalPing events.",
            javaType = "String")
    public static final String FINAL_PING = "CamelCognigyFinalPing";

    /**
     * Exchange property of a producer's exchange: who the session belongs to from this input on, any object. {@link
     * CognigyComponent#closeSessions} ends the sessions of an owner that gave its inputs away. One that is a {@link
     * io.camelcognigy.session.SessionRegister} is told of its sessions.
     */
    public static final String SESSION_OWNER = "CamelCognigySessionOwner";

    /**
     * Exchange property of a producer's exchange, a {@code Map<String, Object>}: what is remembered as the session's reply
     * address, beside the headers that {@code replyHeaders} names. It comes back as headers of the outputs.
     */
    public static final String REPLY_ADDRESS = "CamelCognigyReplyAddress";

    /**
     * Exchange property of an InOut exchange that failed: the {@link CognigyReply} of the outputs that came before, if any
     * did.
     */
    public static final String OUTPUTS_SO_FAR = "CamelCognigyOutputsSoFar";

    /**
     * Exchange property of a producer's exchange, {@code pieces}, {@code answer} or {@code turn}: overrides the option
     * stream. Roads set it.
     */
    public static final String STREAM = "CamelCognigyStream";

    private CognigyConstants() {}
}
