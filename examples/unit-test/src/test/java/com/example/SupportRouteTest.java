package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.camelcognigy.test.CognigyEndpoint;
import io.camelcognigy.test.Message;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The route against a bot that is scripted here, its bad days included. */
class SupportRouteTest extends CamelTestSupport {

    @RegisterExtension
    final CognigyEndpoint bot = CognigyEndpoint.create()
            .on("hello", answer -> answer.say("Hello, Anna", "How can I help?"))
            .on("size", answer -> answer.say(Message.quickReplies("Which size?", "S", "M", "L")))
            .on("crash", answer -> answer.say("One moment").drop())
            .on("hang", answer -> answer.noFinalPing());

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new SupportRoute();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext camel = super.createCamelContext();
        camel.getPropertiesComponent().addInitialProperty("bot.url", bot.endpointUrl());
        return camel;
    }

    @Override
    public String isMockEndpointsAndSkip() {
        return "direct:(answers|in-doubt|parked)";
    }

    @Test
    void theAnswerIsWhatTheBotSaid() throws Exception {
        getMockEndpoint("mock:direct:answers").expectedBodiesReceived("Hello, Anna\nHow can I help?");

        ask("hello");

        MockEndpoint.assertIsSatisfied(context);
        assertEquals("anna", bot.heard().get(0).sessionId());
    }

    @Test
    void whatTheBotMayHaveHeardIsInDoubt() throws Exception {
        getMockEndpoint("mock:direct:in-doubt").expectedMessageCount(2);
        getMockEndpoint("mock:direct:parked").expectedMessageCount(0);

        ask("crash");
        ask("hang");

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void whatTheBotCannotHaveHeardIsParked() throws Exception {
        getMockEndpoint("mock:direct:parked").expectedMessageCount(1);
        bot.down();

        ask("hello");

        MockEndpoint.assertIsSatisfied(context);
        assertEquals(0, bot.heard().size());
    }

    private void ask(String text) {
        template.requestBodyAndHeader("direct:ask", text, "customer", "anna");
    }
}
