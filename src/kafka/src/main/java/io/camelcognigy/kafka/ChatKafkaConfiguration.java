package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.road.Collation;
import io.camelcognigy.road.InputReader;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/**
 * All options of {@code chat-kafka:}, as defaults on the component and as parameters on an endpoint.
 *
 * <p>Whatever is not set here is as Camel's Kafka component has it: its options ({@code camel.component.kafka.*}), such as
 * those for TLS and SASL, count for every client that is made here.
 */
@UriParams
public class ChatKafkaConfiguration implements Cloneable {

    /** What becomes of an input that was written to the bot, and whose end is unknown. */
    public enum InDoubt {
        /** It is stored as a dead letter: a second time may be a second action and a second bill. */
        DEAD_LETTER,
        /** It is asked again. */
        REDELIVER
    }

    /** How the members of a consumer group share partitions. */
    public enum GroupProtocol {
        CLASSIC,
        /** KIP-848: the broker assigns. */
        CONSUMER
    }

    /**
     * Where Kafka is: host:port, several with commas. Without it that of Camel's Kafka component.
     */
    @UriParam
    private String brokers;
    /**
     * The topics that the header replyTopic may name, separated by commas. A consumer rejects an input that names another,
     * a producer fails. Empty: none.
     */
    @UriParam
    private String replyTopics = "";
    /**
     * How to talk to the brokers: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL. Without it as Camel's Kafka component has it.
     */
    @UriParam(label = "security")
    private String securityProtocol;
    /**
     * The SASL mechanism, such as SCRAM-SHA-512. Without it as Camel's Kafka component has it.
     */
    @UriParam(label = "security")
    private String saslMechanism;
    /**
     * The JAAS configuration with the credentials. It is a secret: give it as #property:name on a URI. Without it as Camel's
     * Kafka component has it.
     */
    @UriParam(label = "security", secret = true)
    private String saslJaasConfig;
    /**
     * Any setting of Kafka's clients under its own name, such as additionalProperties.max.poll.interval.ms. Those that hold
     * the promises, such as enable.auto.commit, are refused.
     */
    @UriParam(label = "common,advanced", prefix = "additionalProperties.", multiValue = true)
    private Map<String, Object> additionalProperties = new LinkedHashMap<>();

    /**
     * The consumer group.
     */
    @UriParam(label = "consumer", defaultValue = "camel-cognigy")
    private String groupId = "camel-cognigy";
    /**
     * The topic for what cannot be processed. Without it a record whose exchange failed is processed again, however it
     * failed, until it succeeds. A producer stores there what was said unasked and cannot go to its topic; without it, that is
     * not confirmed to the Endpoint, and is gone.
     */
    @UriParam
    private String deadLetter;
    /**
     * The compacted topic in which it stands who has a session and where its outputs go, so that whoever reads a partition
     * next opens its sessions again. It needs as many partitions as the topics of the inputs, and is made where it is missing.
     * Empty or off: there is none, and sessions end with their owner.
     */
    @UriParam(label = "consumer")
    private String register;
    /**
     * So many exchanges are under way at once, each of another key. Those that wait for the bot take no thread.
     */
    @UriParam(label = "consumer", defaultValue = "1000")
    private int turns = 1_000;
    /**
     * Whether a value is text or a JSON object with the fields of an input (text, data, ...), where the record's header
     * contentType does not say it: text; json; or auto, which takes a value for JSON if it begins with a brace.
     */
    @UriParam(label = "consumer", defaultValue = "TEXT")
    private InputFormat inputFormat = InputFormat.TEXT;
    /**
     * The road's name: in the reply address (so that replyMatch=road:name picks its outputs), in health and in the log.
     */
    @UriParam(label = "consumer", defaultValue = "kafka")
    private String road = "kafka";
    /**
     * What becomes of answers that the bot sends piece by piece: pieces, each as it comes; answer, one output for each
     * answer; or turn, one for all. An input's header stream says it for its turn.
     */
    @UriParam(label = "consumer", defaultValue = "ANSWER")
    private StreamMode stream = StreamMode.ANSWER;
    /**
     * Texts of a key that come within that time of each other, such as 800ms, are one turn: at most 20 with 10,000 characters,
     * within ten times that time. 0: each is a turn of its own. From 0 to 1 minute.
     */
    @UriParam(label = "consumer", defaultValue = "0")
    private Duration collate = Duration.ZERO;
    /**
     * Whether an output is a CloudEvent 1.0 in binary mode as well: with the headers ce_id, ce_source, ce_type, ce_subject,
     * ce_time and content-type.
     */
    @UriParam(label = "producer", defaultValue = "false")
    private boolean cloudEvents;
    /**
     * Whether a key is the same session as on other roads that share their keys. Otherwise a road's keys are its own, and
     * nobody who may write to another road speaks in its sessions.
     */
    @UriParam(label = "consumer", defaultValue = "false")
    private boolean sharedKeys;
    /**
     * Whether a JSON value's field userId counts. Who may write to the topic can then speak as anybody.
     */
    @UriParam(label = "consumer", defaultValue = "false")
    private boolean userIdFromBody;
    /**
     * The longest value that is read, in bytes; longer ones are rejected.
     */
    @UriParam(label = "consumer", defaultValue = "1048576")
    private int maxInputBytes = InputReader.DEFAULT_MAX_BYTES;
    /**
     * What becomes of an input that was written to the bot, and whose end is unknown: deadLetter, or redeliver, which may be
     * a second action and a second bill.
     */
    @UriParam(label = "consumer", defaultValue = "DEAD_LETTER")
    private InDoubt inDoubt = InDoubt.DEAD_LETTER;
    /**
     * An input that was tried and could not be sent, because the Endpoint is away or a bound is reached, is tried again for
     * so long; then it is a dead letter. 0: for ever.
     */
    @UriParam(label = "consumer", defaultValue = "1h")
    private Duration maxAge = Duration.ofHours(1);
    /**
     * Where a group begins that has committed nothing: earliest or latest.
     */
    @UriParam(label = "consumer", defaultValue = "earliest", enums = "earliest,latest")
    private String autoOffsetReset = "earliest";
    /**
     * How the group's members share partitions: classic, or consumer (KIP-848), for brokers that know it.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "CLASSIC")
    private GroupProtocol groupProtocol = GroupProtocol.CLASSIC;
    /**
     * How many records one poll takes at most.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "100")
    private int maxPollRecords = 100;
    /**
     * How far, in offsets, a partition may be ahead of its first unfinished record before it is paused. Bounds what a single
     * slow turn can pile up behind it.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "10000")
    private int span = 10_000;
    /**
     * How many bytes of records are in memory at once, each partition with its share of them. 0: an eighth of the heap.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "0")
    private long maxBytes;
    /**
     * How many threads begin exchanges. A step that blocks holds one for as long; a turn does not, as it waits without a
     * thread.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "8")
    private int threads = 8;
    /**
     * How long a stop may take. One half of it, 5 seconds at most, is what turns under way get to end when their partition
     * moves to another instance.
     */
    @UriParam(label = "consumer,advanced", defaultValue = "10s")
    private Duration shutdownTimeout = Duration.ofSeconds(10);

    ChatKafkaConfiguration copy() {
        try {
            ChatKafkaConfiguration copy = (ChatKafkaConfiguration) clone();
            copy.additionalProperties = new LinkedHashMap<>(additionalProperties);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    void check() {
        positive("turns", turns);
        positive("span", span);
        positive("threads", threads);
        positive("maxPollRecords", maxPollRecords);
        if (maxPollRecords > span) {
            throw new IllegalArgumentException("maxPollRecords must not be larger than span");
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must not be negative");
        }
        Collation.within(collate);
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative");
        }
        if (road == null || road.isBlank()) {
            throw new IllegalArgumentException("road must have a name");
        }
    }

    private static void positive(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1");
        }
    }

    public String getBrokers() {
        return brokers;
    }

    public void setBrokers(String brokers) {
        this.brokers = brokers;
    }

    public String getReplyTopics() {
        return replyTopics;
    }

    public void setReplyTopics(String replyTopics) {
        this.replyTopics = replyTopics;
    }

    public String getSecurityProtocol() {
        return securityProtocol;
    }

    public void setSecurityProtocol(String securityProtocol) {
        this.securityProtocol = securityProtocol;
    }

    public String getSaslMechanism() {
        return saslMechanism;
    }

    public void setSaslMechanism(String saslMechanism) {
        this.saslMechanism = saslMechanism;
    }

    public String getSaslJaasConfig() {
        return saslJaasConfig;
    }

    public void setSaslJaasConfig(String saslJaasConfig) {
        this.saslJaasConfig = saslJaasConfig;
    }

    public Map<String, Object> getAdditionalProperties() {
        return additionalProperties;
    }

    public void setAdditionalProperties(Map<String, Object> additionalProperties) {
        this.additionalProperties = additionalProperties;
    }

    public String getGroupId() {
        return groupId;
    }

    public void setGroupId(String groupId) {
        this.groupId = groupId;
    }

    public String getDeadLetter() {
        return deadLetter;
    }

    public void setDeadLetter(String deadLetter) {
        this.deadLetter = deadLetter;
    }

    public String getRegister() {
        return register;
    }

    public void setRegister(String register) {
        this.register = register;
    }

    /** The register's topic, if there is one. */
    Optional<String> registerTopic() {
        return Optional.ofNullable(register).map(String::strip).filter(name -> !name.isEmpty() && !name.equals("off"));
    }

    public int getTurns() {
        return turns;
    }

    public void setTurns(int turns) {
        this.turns = turns;
    }

    public InputFormat getInputFormat() {
        return inputFormat;
    }

    public void setInputFormat(InputFormat inputFormat) {
        this.inputFormat = inputFormat;
    }

    public String getRoad() {
        return road;
    }

    public void setRoad(String road) {
        this.road = road;
    }

    public InDoubt getInDoubt() {
        return inDoubt;
    }

    public void setInDoubt(InDoubt inDoubt) {
        this.inDoubt = inDoubt;
    }

    public Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(Duration maxAge) {
        this.maxAge = maxAge;
    }

    public String getAutoOffsetReset() {
        return autoOffsetReset;
    }

    public void setAutoOffsetReset(String autoOffsetReset) {
        this.autoOffsetReset = autoOffsetReset;
    }

    public GroupProtocol getGroupProtocol() {
        return groupProtocol;
    }

    public void setGroupProtocol(GroupProtocol groupProtocol) {
        this.groupProtocol = groupProtocol;
    }

    public int getMaxPollRecords() {
        return maxPollRecords;
    }

    public void setMaxPollRecords(int maxPollRecords) {
        this.maxPollRecords = maxPollRecords;
    }

    public int getSpan() {
        return span;
    }

    public void setSpan(int span) {
        this.span = span;
    }

    public long getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public int getThreads() {
        return threads;
    }

    public void setThreads(int threads) {
        this.threads = threads;
    }

    public Duration getShutdownTimeout() {
        return shutdownTimeout;
    }

    public void setShutdownTimeout(Duration shutdownTimeout) {
        this.shutdownTimeout = shutdownTimeout;
    }

    public StreamMode getStream() {
        return stream;
    }

    public void setStream(StreamMode stream) {
        this.stream = stream;
    }

    public Duration getCollate() {
        return collate;
    }

    public void setCollate(Duration collate) {
        this.collate = collate;
    }

    public boolean isCloudEvents() {
        return cloudEvents;
    }

    public void setCloudEvents(boolean cloudEvents) {
        this.cloudEvents = cloudEvents;
    }

    public boolean isSharedKeys() {
        return sharedKeys;
    }

    public void setSharedKeys(boolean sharedKeys) {
        this.sharedKeys = sharedKeys;
    }

    public boolean isUserIdFromBody() {
        return userIdFromBody;
    }

    public void setUserIdFromBody(boolean userIdFromBody) {
        this.userIdFromBody = userIdFromBody;
    }

    public int getMaxInputBytes() {
        return maxInputBytes;
    }

    public void setMaxInputBytes(int maxInputBytes) {
        this.maxInputBytes = maxInputBytes;
    }
}
