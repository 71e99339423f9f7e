package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.test.CognigyEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest
class SupportTest {

    @RegisterExtension
    static final CognigyEndpoint BOT = CognigyEndpoint.create().on("hello", answer -> answer.say("Hello, Anna"));

    @Autowired
    private Support support;

    @DynamicPropertySource
    static void pointAtTheBot(DynamicPropertyRegistry properties) {
        properties.add("camel.component.cognigy.endpoint-url", BOT::endpointUrl);
    }

    @Test
    void theBotAnswers() {
        assertThat(support.ask("anna", "hello")).isEqualTo("Hello, Anna");
        assertThat(BOT.heard("anna")).hasSize(1);
    }

    @Test
    void whatTheBotSaysUnaskedArrives() {
        support.ask("ben", "hello");

        BOT.notify("ben", "Your order is on its way");

        await().untilAsserted(() -> assertThat(support.news()).contains("Your order is on its way"));
    }
}
