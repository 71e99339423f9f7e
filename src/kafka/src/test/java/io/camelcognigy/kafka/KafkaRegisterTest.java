package io.camelcognigy.kafka;

import static io.camelcognigy.kafka.KafkaProbe.bytes;
import static io.camelcognigy.kafka.KafkaProbe.header;
import static io.camelcognigy.kafka.KafkaProbe.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.AgentConfiguration;
import io.camelcognigy.CognigyComponent;
import io.camelcognigy.servers.EmbeddedKafka;
import io.camelcognigy.session.AgentSnapshot;
import io.camelcognigy.test.Bot;
import io.camelcognigy.test.Delivery;
import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.test.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Conversations outlive the road from Kafka: who has a session stands in a compacted topic beside the inputs, and whoever
 * reads a partition next opens its sessions again, so that what is said unasked after a restart finds its reply topic. With a
 * real broker, the real component and an Endpoint that buffers, as Cognigy's can.
 */
class KafkaRegisterTest {

    private static final int PARTITIONS = 4;
    private static final Bot ECHO = (input, reply) -> {
        reply.say("echo " + input.text());
        reply.finalPing();
    };

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static int roads;

    private final List<DefaultCamelContext> bridges = new ArrayList<>();
    private final SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
            .bot(ECHO)
            .eventBuffer(Duration.ofMinutes(2))
            .start();
    private KafkaProbe probe;
    private String name;
    private String register;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(0, 1, List.of());
        admin = Admin.create(Map.of("bootstrap.servers", kafka.brokers()));
    }

    @AfterAll
    static void stopKafka() {
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void makeTopics() throws Exception {
        name = "register-" + roads++;
        register = name + "-sessions";
        kafka.create(List.of(name, name + "-out", name + "-vip", name + "-letters"), PARTITIONS);
        probe = new KafkaProbe(kafka.brokers(), name + "-out", name + "-vip", name + "-letters");
    }

    @AfterEach
    void stop() {
        bridges.forEach(this::stop);
        endpoint.close();
        probe.close();
    }

    private void stop(DefaultCamelContext bridge) {
        bridge.getShutdownStrategy().setTimeout(5);
        bridge.stop();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private DefaultCamelContext startBridge() throws Exception {
        return startBridge(register);
    }

    private DefaultCamelContext startBridge(String registerTopic) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext();
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        cognigy.getConfiguration().setReconnectMaxDelay(Duration.ofMillis(500));
        for (String agent : List.of("support", "other")) {
            AgentConfiguration its = new AgentConfiguration();
            its.setEndpointUrl(endpoint.endpointUrl());
            cognigy.getAgents().put(agent, its);
        }
        camel.addComponent("cognigy", cognigy);
        String replyTopics = "replyTopics=" + name + "-out," + name + "-vip";
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("cognigy:support?allowedAgents=other&events=output&replyMatch=road:kafka")
                        .startupOrder(1)
                        .to("chat-kafka:" + name + "-out?brokers=" + kafka.brokers() + "&" + replyTopics);
                from("chat-kafka:" + name + "?brokers=" + kafka.brokers() + "&groupId=" + name + "&deadLetter=" + name
                                + "-letters&shutdownTimeout=4s&sharedKeys=true&register=" + registerTopic + "&"
                                + replyTopics)
                        .startupOrder(2)
                        .routeId("chat")
                        .to("cognigy:support?allowedAgents=other");
            }
        });
        bridges.add(camel);
        camel.start();
        return camel;
    }

    private static KafkaRoad road(DefaultCamelContext bridge) {
        return bridge.getComponent("chat-kafka", ChatKafkaComponent.class)
                .roads()
                .get(0);
    }

    private void makeRegister(int partitions, Map<String, String> config) throws Exception {
        admin.createTopics(List.of(new NewTopic(register, partitions, (short) 1).configs(config)))
                .all()
                .get();
    }

    private void set(String config, String value) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, register);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(config, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }

    /** All records of the register, tombstones too. */
    private List<ConsumerRecord<byte[], byte[]>> registered() {
        try (KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.brokers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Set<TopicPartition> all = new HashSet<>();
            reader.partitionsFor(register).forEach(info -> all.add(new TopicPartition(register, info.partition())));
            reader.assign(all);
            reader.seekToBeginning(all);
            Map<TopicPartition, Long> ends = reader.endOffsets(all);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (all.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                reader.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> registered(String key) {
        return registered().stream()
                .filter(record -> key.equals(text(record.key())))
                .toList();
    }

    private boolean outputSays(String topic, String words) {
        return !probe.records(record ->
                        record.topic().equals(topic) && text(record.value()).contains(words))
                .isEmpty();
    }

    private void awaitAnswered(RecordMetadata record) {
        patiently().until(() -> probe.committed(name, record) > record.offset());
    }

    // ---------------------------------------------------------------- after a restart

    @Test
    void whatIsSaidUnaskedAfterARestartFindsTheReplyTopicOfBefore() throws Exception {
        DefaultCamelContext first = startBridge();
        RecordMetadata input =
                probe.send(name, "anna", "hello", header("replyTopic", name + "-vip"), header("correlationId", "c-1"));
        awaitAnswered(input);
        stop(first);
        patiently().until(() -> endpoint.liveConnections("anna") == 0);
        assertThat(endpoint.push("anna", "said while nobody was there")).isZero();

        startBridge();
        patiently().until(() -> outputSays(name + "-vip", "said while nobody was there"));
        endpoint.push("anna", "said afterwards");
        patiently().until(() -> outputSays(name + "-vip", "said afterwards"));

        ConsumerRecord<byte[], byte[]> output = probe.records(
                        record -> text(record.value()).contains("said while nobody was there"))
                .get(0);
        assertThat(text(output.key())).isEqualTo("anna");
        assertThat(header(output, "chatUnsolicited")).isEqualTo("true");
        assertThat(header(output, "correlationId")).isNull();
        assertThat(endpoint.journal().deliveries())
                .extracting(Delivery::result)
                .containsOnly(Delivery.Result.ACKNOWLEDGED);
        assertThat(endpoint.journal().violations()).isEmpty();
        // Nobody has said anything since.
        assertThat(endpoint.journal().inputs()).hasSize(1);
    }

    @Test
    void withoutARegisterSessionsEndWithTheirOwner() throws Exception {
        DefaultCamelContext first = startBridge("off");
        awaitAnswered(probe.send(name, "anna", "hello"));
        stop(first);

        DefaultCamelContext second = startBridge("off");
        awaitAnswered(probe.send(name, "berta", "hello"));
        assertThat(endpoint.liveConnections("anna")).isZero();
        assertThat(road(second).connected()).isTrue();
        assertThat(admin.listTopics().names().get()).doesNotContain(register, "off");
    }

    @Test
    void aBridgeThatJoinsHasItsShareOfTheSessionsAndEachHasOneConnection() throws Exception {
        startBridge();
        List<String> keys =
                IntStream.range(0, 40).mapToObj(number -> "customer-" + number).toList();
        List<RecordMetadata> inputs =
                keys.stream().map(key -> probe.send(name, key, "hello")).toList();
        inputs.forEach(this::awaitAnswered);

        DefaultCamelContext second = startBridge();
        patiently().until(() -> road(second).numbers().partitions() == PARTITIONS / 2);
        patiently().until(() -> keys.stream().allMatch(endpoint::isReady));
        keys.forEach(key -> endpoint.push(key, "unasked for " + key));
        patiently()
                .until(() -> probe.records(record -> text(record.value()).contains("unasked for"))
                                .size()
                        >= keys.size());
        assertThat(probe.records(record -> text(record.value()).contains("unasked for")))
                .hasSize(keys.size());
        assertThat(endpoint.journal().violations(Violation.Kind.SECOND_CONNECTION))
                .isEmpty();
        assertThat(bridgeSessions(second)).isPositive().isLessThan(keys.size());
    }

    private static int bridgeSessions(DefaultCamelContext bridge) {
        return bridge.getComponent("cognigy", CognigyComponent.class).agentSnapshots().stream()
                .mapToInt(AgentSnapshot::sessions)
                .sum();
    }

    @Test
    void aConversationStaysWithItsAgentAlsoAfterARestart() throws Exception {
        DefaultCamelContext first = startBridge();
        awaitAnswered(probe.send(name, "anna", "hello", header("agent", "other")));
        stop(first);

        startBridge();
        awaitAnswered(probe.send(name, "anna", "and again"));
        assertThat(probe.records(record -> record.topic().equals(name + "-out")))
                .extracting(record -> header(record, "chatAgent"))
                .containsExactly("other", "other");
        assertThat(endpoint.journal().violations(Violation.Kind.SECOND_CONNECTION))
                .isEmpty();
    }

    // ---------------------------------------------------------------- what stands there

    @Test
    void itGrowsWithSessionsAndNotWithTurnsAndHoldsNoWordsAndNoCorrelationId() throws Exception {
        startBridge();
        RecordMetadata last = null;
        for (int turn = 0; turn < 30; turn++) {
            last = probe.send(name, "anna", "secret words " + turn, header("correlationId", "c-" + turn));
        }
        awaitAnswered(last);
        awaitAnswered(probe.send(name, "berta", "hello"));

        assertThat(registered()).hasSize(2);
        ConsumerRecord<byte[], byte[]> anna = registered("anna").get(0);
        assertThat(anna.partition()).isEqualTo(last.partition());
        assertThat(text(anna.value()))
                .contains("\"agent\":\"support\"", "\"sessionId\":\"anna\"", "\"replyAddress\":{\"road\":\"kafka\"}")
                .doesNotContain("secret words", "echo", "c-29", "correlationId");
    }

    @Test
    void aNewReplyAddressIsWritten() throws Exception {
        startBridge();
        awaitAnswered(probe.send(name, "anna", "hello"));
        awaitAnswered(probe.send(name, "anna", "hello", header("replyTopic", name + "-vip")));
        assertThat(registered("anna")).hasSize(2);
        assertThat(text(registered("anna").get(1).value())).contains("\"replyTopic\":\"" + name + "-vip\"");
    }

    @Test
    void aSessionThatAnInputClosesLeavesTheRegister() throws Exception {
        DefaultCamelContext first = startBridge();
        awaitAnswered(probe.send(name, "anna", "hello"));
        awaitAnswered(probe.send(name, "anna", "{\"close\":true}", header("contentType", "application/json")));
        patiently().until(() -> registered("anna").size() == 2);
        assertThat(registered("anna").get(1).value()).isNull();
        stop(first);

        DefaultCamelContext second = startBridge();
        awaitAnswered(probe.send(name, "berta", "hello"));
        assertThat(bridgeSessions(second)).isOne();
    }

    @Test
    void whoWasIdleForTooLongIsNotOpenedAgainAndLeavesTheRegister() throws Exception {
        DefaultCamelContext first = startBridge();
        RecordMetadata input = probe.send(name, "anna", "hello");
        awaitAnswered(input);
        stop(first);
        ConsumerRecord<byte[], byte[]> written = registered("anna").get(0);
        long hoursAgo = written.timestamp() - Duration.ofHours(3).toMillis();
        probe.send(register, written.partition(), hoursAgo, written.key(), written.value());

        DefaultCamelContext second = startBridge();
        patiently().until(() -> registered("anna").size() == 3);
        assertThat(registered("anna").get(2).value()).isNull();
        assertThat(bridgeSessions(second)).isZero();
    }

    @Test
    void whatNobodyHereHasWrittenIsPassedOver() throws Exception {
        DefaultCamelContext first = startBridge();
        awaitAnswered(probe.send(name, "anna", "hello"));
        stop(first);
        for (String value : List.of("", "no JSON", "[]", "{\"agent\":1}", "{\"version\":1,\"replyAddress\":\"x\"}")) {
            probe.send(register, 0, null, bytes("berta"), bytes(value));
        }

        startBridge();
        patiently().until(() -> endpoint.isReady("anna"));
        assertThat(endpoint.liveConnections("berta")).isZero();
    }

    // ---------------------------------------------------------------- before the commit

    @Test
    void noInputIsCommittedBeforeItsSessionIsInTheRegister() throws Exception {
        makeRegister(PARTITIONS, Map.of("cleanup.policy", "compact", "max.message.bytes", "20"));
        DefaultCamelContext bridge = startBridge();
        RecordMetadata input = probe.send(name, "anna", "hello");
        patiently().until(() -> outputSays(name + "-out", "echo hello"));
        // What is behind it in the partition and needs no session is finished and committed; the offset stays.
        probe.send(name, "anna", "never begins before the first is finished");
        RecordMetadata letter = sendToPartition(input.partition(), "[1]");
        probe.awaitRecords(name + "-letters", 1);
        assertThat(letter.offset()).isGreaterThan(input.offset());
        assertThat(probe.committed(name, input)).isEqualTo(input.offset());
        assertThat(registered("anna")).isEmpty();
        patiently().until(() -> road(bridge).lastError() != null);
        assertThat(road(bridge).lastError())
                .isEqualTo("the register " + register + " cannot be written: RecordTooLargeException");

        set("max.message.bytes", "1000000");
        awaitAnswered(input);
        assertThat(road(bridge).lastError()).isNull();
        assertThat(registered("anna")).hasSize(1);
        patiently().until(() -> probe.committed(name, input) == letter.offset() + 1);
    }

    /** A rejected input of somebody else in that partition. */
    private RecordMetadata sendToPartition(int partition, String value) {
        return probe.send(
                name, partition, null, bytes("somebody"), bytes(value), header("contentType", "application/json"));
    }

    @Test
    void aRegisterWithTooFewPartitionsIsNamedAndNoInputBegins() throws Exception {
        makeRegister(PARTITIONS - 1, Map.of("cleanup.policy", "compact"));
        DefaultCamelContext bridge = startBridge();
        probe.send(name, "anna", "hello");
        patiently().until(() -> road(bridge).lastError() != null);
        assertThat(road(bridge).lastError())
                .isEqualTo("the register " + register + " has 3 partitions and " + name + " has 4: it needs as many");
        assertThat(endpoint.journal().inputs()).isEmpty();
    }

    @Test
    void aRegisterThatForgetsByAgeIsNamedAndTheRoadGoesOnOnceItIsCompacted() throws Exception {
        makeRegister(PARTITIONS, Map.of("cleanup.policy", "delete"));
        DefaultCamelContext bridge = startBridge();
        RecordMetadata input = probe.send(name, "anna", "hello");
        patiently().until(() -> road(bridge).lastError() != null);
        assertThat(road(bridge).lastError()).endsWith("has cleanup.policy=delete: it must be compact");

        set("cleanup.policy", "compact");
        awaitAnswered(input);
        await().until(() -> road(bridge).lastError() == null);
    }
}
