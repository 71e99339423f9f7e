package io.camelcognigy.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camelcognigy.content.Choice;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A person in a terminal, on the same topics as everyone else: each line goes to the input topic under one key, what
 * comes back under that key is printed. Ends at {@code /quit}, or at the end of the input once all is answered.
 */
public final class Chat {

    /** Longer than a turn may take. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(35);
    /** A turn may have several outputs; the last ones come close together. */
    private static final Duration SILENCE = Duration.ofMillis(500);

    /**
     * Where it is talked.
     *
     * @param clients the properties of Kafka's clients: brokers, and what they need to be let in
     */
    public record Place(Map<String, Object> clients, String input, String output, String deadLetter) {}

    private final Place place;
    private final String sessionKey;
    private final BufferedReader in;
    private final PrintStream out;
    private final Transcript transcript;
    private final OpenQuestions open = new OpenQuestions();
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * @param sessionKey who is talking; blank: someone new
     * @param prompt whether a person looks at {@code out}
     */
    public Chat(Place place, String sessionKey, InputStream in, PrintStream out, boolean prompt) {
        this.place = place;
        this.sessionKey =
                sessionKey.isBlank() ? "chat-" + UUID.randomUUID().toString().substring(0, 8) : sessionKey;
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.transcript = new Transcript(out, prompt);
    }

    /**
     * Returns when the conversation is over.
     *
     * @return the exit code: 0, or 1 where Kafka cannot be had
     */
    public int run() {
        try {
            talk();
            return 0;
        } catch (KafkaException e) {
            out.println("!! no chat over Kafka: " + e.getMessage());
            return 1;
        }
    }

    private void talk() {
        Map<String, Object> config = place.clients();
        try (KafkaConsumer<String, String> answers =
                        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
                KafkaProducer<String, String> questions =
                        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            // From here on: this end is fixed before the first question is asked.
            answers.assign(Stream.of(place.output(), place.deadLetter())
                    .flatMap(topic -> answers.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList());
            answers.seekToEnd(answers.assignment());
            answers.assignment().forEach(answers::position);
            Thread printer = new Thread(() -> print(answers), "chat-answers");
            printer.start();
            say("You are " + sessionKey + ". Type, and the bot answers; /quit ends.");
            try {
                ask(questions);
            } finally {
                answers.wakeup();
                join(printer);
            }
        }
    }

    private void ask(KafkaProducer<String, String> questions) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.strip().equals("/quit")) {
                    return;
                }
                if (line.isBlank()) {
                    say();
                } else {
                    send(questions, line);
                }
            }
            open.awaitNone(LAST_ANSWER, SILENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(KafkaProducer<String, String> questions, String line) throws InterruptedException {
        Choice choice = transcript.chosen(line).orElse(null);
        boolean card = choice != null && choice.kind() == Choice.Kind.SUBMIT;
        String value = choice == null ? line : card ? submit(choice) : choice.payload();
        List<Header> headers = List.of(
                // A person may well begin with a brace.
                header("contentType", card ? "application/json" : "text/plain"),
                header("stream", "pieces"),
                header("correlationId", open.add()));
        try {
            questions
                    .send(new ProducerRecord<>(place.input(), null, sessionKey, value, headers))
                    .get();
        } catch (ExecutionException e) {
            say("!! not sent: " + e.getCause().getMessage());
        }
    }

    private String submit(Choice choice) {
        return mapper.createObjectNode()
                .put("text", "")
                .putPOJO("data", choice.data())
                .toString();
    }

    private void print(KafkaConsumer<String, String> answers) {
        try {
            while (true) {
                for (ConsumerRecord<String, String> answer : answers.poll(Duration.ofSeconds(1))) {
                    // Of dead letters that are replayed there are marks, too.
                    boolean mark = answer.value() == null;
                    if (sessionKey.equals(answer.key()) && !mark) {
                        show(answer);
                        open.answered(header(answer, "correlationId"));
                    }
                }
            }
        } catch (WakeupException e) {
            // The conversation is over.
        } catch (KafkaException e) {
            say("!! no more answers: " + e.getMessage());
        }
    }

    private void show(ConsumerRecord<String, String> answer) {
        if (answer.topic().equals(place.deadLetter())) {
            say("!! no answer: " + header(answer, "deadLetterMessage"));
            return;
        }
        try {
            transcript.output(mapper.readTree(answer.value()));
        } catch (JsonProcessingException e) {
            say("bot> " + answer.value());
        }
    }

    private void say(String... lines) {
        transcript.lines(lines);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
