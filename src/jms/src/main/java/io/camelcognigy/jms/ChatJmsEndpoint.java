package io.camelcognigy.jms;

import io.camelcognigy.CognigyConfiguration.InputFormat;
import io.camelcognigy.content.StreamMode;
import io.camelcognigy.road.InputReader;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

/**
 * A chat by the queues of an Artemis broker: takes what people say from one, writes what the bot says to another, and puts
 * what cannot be processed into a third. In order per JMSXGroupID, and acknowledged message by message, when the answers
 * are stored.
 */
@UriEndpoint(
        firstVersion = "0.2.0",
        scheme = "chat-jms",
        title = "Chat by JMS",
        syntax = "chat-jms:queue",
        category = {Category.CHAT, Category.MESSAGING})
public class ChatJmsEndpoint extends DefaultEndpoint {

    /** Whose a road's session keys are. */
    public enum KeySharing {
        /** The road's own: a key of the same name on another road is another session. */
        OWN,
        /** Those of all roads that share theirs. */
        SHARED
    }

    /** What becomes of an input that the bot may have heard, and whose turn has no known end. */
    public enum InDoubt {
        /** A dead letter. */
        DEAD_LETTER,
        /** It is asked again, which can mean a second answer, a second action and a second bill. */
        REDELIVER
    }

    @UriPath(description = "The queue that inputs are taken from; of a producer, the queue that outputs go to.")
    @Metadata(required = true)
    private final String queue;

    @UriParam(
            label = "consumer",
            defaultValue = "chat.output",
            description = "The queue for the answers to a message without JMSReplyTo.")
    private String output = "chat.output";

    @UriParam(
            label = "consumer",
            defaultValue = "output,silence",
            description =
                    "What the answers to an input are: output; silence, a turnEnd where the bot said nothing; handover,"
                            + " the type of an output that tells how a handover stands. Others are sent by the route that"
                            + " consumes the agent's events, and mean nothing here.")
    private String events = "output,silence";

    @UriParam(
            label = "consumer",
            defaultValue = "ANSWER",
            description =
                    "What one message is of an answer that comes piece by piece: pieces, answer or turn. The property"
                            + " stream of an input overrides it.")
    private StreamMode stream = StreamMode.ANSWER;

    @UriParam(
            label = "consumer",
            defaultValue = "chat.dead-letter",
            description = "The queue for what cannot be processed: the message as it came, and why in the properties"
                    + " deadLetter*.")
    private String deadLetter = "chat.dead-letter";

    @UriParam(
            label = "consumer",
            defaultValue = "temporary",
            description =
                    "The queues that a message's JMSReplyTo may name, separated by commas; temporary stands for all"
                            + " temporary queues.")
    private String replyDestinations = "temporary";

    @UriParam(
            label = "consumer",
            defaultValue = "4",
            description = "So many threads take messages and hand them over; none of them waits for the bot.")
    private int consumers = 4;

    @UriParam(
            label = "consumer",
            defaultValue = "1000",
            description =
                    "So many messages are taken at once, those included that wait for the turn before them. The rest"
                            + " stays in the broker.")
    private int turns = 1000;

    @UriParam(
            label = "consumer",
            defaultValue = "67108864",
            description = "Nor are more bytes of message bodies taken at once than these; a single message always is.")
    private long turnBytes = 64L << 20;

    @UriParam(
            label = "consumer",
            defaultValue = "" + InputReader.DEFAULT_MAX_BYTES,
            description =
                    "The longest input in bytes of UTF-8. A longer one is a dead letter; one that is longer than four"
                            + " times this on the wire, or compressed, is not even read, and its dead letter is cut.")
    private int maxBytes = InputReader.DEFAULT_MAX_BYTES;

    @UriParam(
            label = "consumer",
            defaultValue = "TEXT",
            description =
                    "What a message is whose property contentType does not say so: text, json, or auto, which takes"
                            + " what begins with a brace for JSON.")
    private InputFormat inputFormat = InputFormat.TEXT;

    @UriParam(
            label = "consumer",
            defaultValue = "false",
            description = "Whether a JSON input may say in userId who speaks. Otherwise the session key alone does.")
    private boolean userIdFromBody;

    @UriParam(
            label = "consumer",
            description = "Names of message properties, separated by commas, that become headers of the route. No other"
                    + " property of a sender gets in.")
    private String keepHeaders = "";

    @UriParam(
            label = "consumer",
            defaultValue = "1h",
            description =
                    "For so long an input that could not be sent, or an answer that could not be stored, is tried again"
                            + " before it is a dead letter. 0: for ever.")
    private Duration maxAge = Duration.ofHours(1);

    @UriParam(
            label = "consumer",
            defaultValue = "DEAD_LETTER",
            description = "What becomes of an input that the bot may have heard: deadLetter or redeliver.")
    private InDoubt inDoubt = InDoubt.DEAD_LETTER;

    @UriParam(
            label = "consumer",
            defaultValue = "jms",
            description =
                    "The road's name: letters, digits and -. It comes before its session keys, is the reply address'"
                            + " entry road for replyMatch, and names the health check.")
    private String road = "jms";

    @UriParam(
            label = "consumer",
            defaultValue = "OWN",
            description = "Whether the session keys are the road's own, or shared with all roads that share theirs.")
    private KeySharing sessionKeys = KeySharing.OWN;

    ChatJmsEndpoint(String uri, ChatJmsComponent component, String queue) {
        super(uri, component);
        this.queue = queue;
    }

    @Override
    public Producer createProducer() {
        return new ChatJmsProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DefaultConsumer consumer = switch (getComponent().getMode()) {
            case ARTEMIS -> new ChatJmsConsumer(this, processor);
            case TRANSACTED -> new TransactedConsumer(this, processor);
        };
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public ChatJmsComponent getComponent() {
        return (ChatJmsComponent) super.getComponent();
    }

    public String getQueue() {
        return queue;
    }

    public String getOutput() {
        return output;
    }

    public void setOutput(String output) {
        this.output = output;
    }

    public String getEvents() {
        return events;
    }

    public void setEvents(String events) {
        this.events = events;
    }

    public StreamMode getStream() {
        return stream;
    }

    public void setStream(StreamMode stream) {
        this.stream = stream;
    }

    public String getDeadLetter() {
        return deadLetter;
    }

    public void setDeadLetter(String deadLetter) {
        this.deadLetter = deadLetter;
    }

    public String getReplyDestinations() {
        return replyDestinations;
    }

    public void setReplyDestinations(String replyDestinations) {
        this.replyDestinations = replyDestinations;
    }

    public int getConsumers() {
        return consumers;
    }

    public void setConsumers(int consumers) {
        this.consumers = consumers;
    }

    public int getTurns() {
        return turns;
    }

    public void setTurns(int turns) {
        this.turns = turns;
    }

    public long getTurnBytes() {
        return turnBytes;
    }

    public void setTurnBytes(long turnBytes) {
        this.turnBytes = turnBytes;
    }

    public int getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public InputFormat getInputFormat() {
        return inputFormat;
    }

    public void setInputFormat(InputFormat inputFormat) {
        this.inputFormat = inputFormat;
    }

    public boolean isUserIdFromBody() {
        return userIdFromBody;
    }

    public void setUserIdFromBody(boolean userIdFromBody) {
        this.userIdFromBody = userIdFromBody;
    }

    public String getKeepHeaders() {
        return keepHeaders;
    }

    public void setKeepHeaders(String keepHeaders) {
        this.keepHeaders = keepHeaders;
    }

    public Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(Duration maxAge) {
        this.maxAge = maxAge;
    }

    public InDoubt getInDoubt() {
        return inDoubt;
    }

    public void setInDoubt(InDoubt inDoubt) {
        this.inDoubt = inDoubt;
    }

    public String getRoad() {
        return road;
    }

    public void setRoad(String road) {
        this.road = road;
    }

    public KeySharing getSessionKeys() {
        return sessionKeys;
    }

    public void setSessionKeys(KeySharing sessionKeys) {
        this.sessionKeys = sessionKeys;
    }
}
