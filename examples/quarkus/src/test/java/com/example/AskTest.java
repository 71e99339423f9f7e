package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Bot.class)
class AskTest {

    @Inject
    ProducerTemplate template;

    @Test
    void theBotAnswers() {
        assertEquals(
                "Hello, Anna",
                template.requestBodyAndHeader("direct:ask", "hello", "customer", "anna", String.class));
    }
}
