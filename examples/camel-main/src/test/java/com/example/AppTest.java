package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.camelcognigy.test.CognigyEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole application against a scripted bot. */
class AppTest {

    @RegisterExtension
    final CognigyEndpoint bot =
            CognigyEndpoint.create().on("hello", answer -> answer.say("Hello!", "How can I help?"));

    @TempDir
    Path folder;

    private final Main main = new Main(App.class);

    @BeforeEach
    void start() {
        main.addOverrideProperty("cognigy.endpoint-url", bot.endpointUrl());
        main.addOverrideProperty("inbox", folder.resolve("inbox").toString());
        main.addOverrideProperty("outbox", folder.resolve("outbox").toString());
        main.start();
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void aRouteAsksTheBot() throws Exception {
        String answer = main.getCamelTemplate()
                .requestBodyAndHeader("direct:ask", "hello", "customer", "anna", String.class);

        assertEquals("Hello!\nHow can I help?", answer);
        assertEquals("anna", bot.heard().get(0).sessionId());
    }

    @Test
    void aFileIsAnswered() throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("ben.txt"), "hello");
        Files.move(folder.resolve("ben.txt"), inbox.resolve("ben.txt"));

        try (ConsumerTemplate template = main.getCamelContext().createConsumerTemplate()) {
            String answer = template.receiveBody(
                    "file:" + folder.resolve("outbox") + "?delay=50", Duration.ofSeconds(20).toMillis(), String.class);
            assertEquals("Hello!\nHow can I help?", answer);
        }
    }
}
