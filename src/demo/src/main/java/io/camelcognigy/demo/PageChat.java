package io.camelcognigy.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.bridge.operate.Answer;
import io.camelcognigy.bridge.operate.PortAddition;
import io.camelcognigy.bridge.operate.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the page of the demonstration talk to the bot, over the same topics as everyone: {@code POST /observe/chat?key=} says
 * something, {@code GET} has what was answered. A key is made by the page, and nobody guesses it. Its clients begin with the
 * first one who asks.
 */
final class PageChat implements PortAddition, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageChat.class);
    private static final Pattern KEY = Pattern.compile("page-[0-9a-f]{24}");
    private static final int MOST_KEPT = 500;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LAST_POLL = Duration.ofSeconds(5);
    private static final long SEND_SECONDS = 10;

    private final Place place;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Deque<Said> said = new ArrayDeque<>();
    private long number;
    private Clients clients;
    private boolean closed;

    /** Where it is talked. */
    record Place(String brokers, String input, String output, String deadLetter) {}

    private record Said(long number, String key, Map<String, Object> message) {}

    private record Clients(
            KafkaProducer<String, String> questions, KafkaConsumer<String, String> answers, Thread listener) {}

    PageChat(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public Answer answer(Request request) throws Exception {
        String key = request.query().getOrDefault("key", "");
        if (!request.path().isEmpty() || !KEY.matcher(key).matches()) {
            return Answer.error(404, "there are GET and POST /observe/chat?key=page-<24 hexadecimal digits>");
        }
        return switch (request.method()) {
            case "GET" -> heard(key, request.query().getOrDefault("after", "0"));
            case "POST" -> say(key, request.body());
            default -> Answer.error(405, "GET or POST");
        };
    }

    private Answer say(String key, String text) throws Exception {
        List<Header> headers = List.of(header("contentType", "text/plain"));
        clients()
                .questions()
                .send(new ProducerRecord<>(place.input(), null, key, text, headers))
                .get(SEND_SECONDS, TimeUnit.SECONDS);
        return Answer.json(200, Map.of("said", true));
    }

    private Answer heard(String key, String after) {
        if (!after.matches("\\d{1,18}")) {
            return Answer.error(400, "after is the number that came as next");
        }
        clients();
        synchronized (said) {
            List<Map<String, Object>> messages = said.stream()
                    .filter(one ->
                            one.number() > Long.parseLong(after) && one.key().equals(key))
                    .map(Said::message)
                    .toList();
            return Answer.json(200, Map.of("messages", messages, "next", number));
        }
    }

    private synchronized Clients clients() {
        if (closed) {
            throw new IllegalStateException("the chat is over");
        }
        if (clients == null) {
            Map<String, Object> config = Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    place.brokers(),
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false);
            KafkaConsumer<String, String> answers =
                    new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
            // From here on: this end is fixed before the first question is asked.
            answers.assign(Stream.of(place.output(), place.deadLetter())
                    .flatMap(topic -> answers.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            answers.seekToEnd(answers.assignment());
            answers.assignment().forEach(answers::position);
            KafkaProducer<String, String> questions = new KafkaProducer<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, place.brokers()),
                    new StringSerializer(),
                    new StringSerializer());
            Thread listener = new Thread(() -> listen(answers), "page-chat");
            listener.setDaemon(true);
            listener.start();
            clients = new Clients(questions, answers, listener);
        }
        return clients;
    }

    private void listen(KafkaConsumer<String, String> answers) {
        try (answers) {
            while (true) {
                answers.poll(POLL).forEach(this::keep);
            }
        } catch (WakeupException e) {
            // The demonstration ends.
        } catch (KafkaException e) {
            LOG.warn("The page hears no more answers: {}", e.toString());
        }
    }

    private void keep(ConsumerRecord<String, String> record) {
        boolean ofPage = record.key() != null && KEY.matcher(record.key()).matches();
        Map<String, Object> message = ofPage ? message(record) : Map.of();
        if (!message.isEmpty()) {
            synchronized (said) {
                said.add(new Said(++number, record.key(), message));
                if (said.size() > MOST_KEPT) {
                    said.remove();
                }
            }
        }
    }

    /** Empty for what says nothing to a person. */
    private Map<String, Object> message(ConsumerRecord<String, String> record) {
        Map<String, Object> message = new LinkedHashMap<>();
        if (record.value() == null) {
            return message;
        }
        if (record.topic().equals(place.deadLetter())) {
            message.put("text", "No answer: " + header(record, "deadLetterMessage"));
            message.put("failed", true);
            return message;
        }
        try {
            JsonNode envelope = mapper.readTree(record.value());
            JsonNode choices = envelope.at("/data/choices");
            if (envelope.hasNonNull("text") && !envelope.get("text").asText().isEmpty()) {
                message.put("text", envelope.get("text").asText());
                message.put("choices", choices.isArray() ? choices : List.of());
            } else if (envelope.path("type").asText().equals("turnEnd")) {
                message.put("text", "(The bot says nothing.)");
            }
        } catch (JsonProcessingException e) {
            message.put("text", record.value());
        }
        return message;
    }

    @Override
    public void close() throws InterruptedException {
        Clients open;
        synchronized (this) {
            closed = true;
            open = clients;
        }
        if (open != null) {
            open.answers().wakeup();
            open.listener().join(LAST_POLL.toMillis());
            open.questions().close(LAST_POLL);
        }
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
