package com.example;

import io.camelcognigy.CognigyReply;
import io.camelcognigy.session.TurnFailures;
import java.util.Properties;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;

/** The route without any Endpoint: a mock stands in for {@code cognigy:}, and answers and fails as the component does. */
class MockedBotTest extends CamelTestSupport {

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new SupportRoute();
    }

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        Properties properties = new Properties();
        properties.setProperty("bot.url", "http://127.0.0.1:1/nobody");
        return properties;
    }

    @Override
    public String isMockEndpointsAndSkip() {
        return "cognigy:.*|direct:(answers|in-doubt|parked)";
    }

    @Test
    void theAnswerIsText() throws Exception {
        getMockEndpoint("mock:cognigy:support")
                .whenAnyExchangeReceived(exchange -> exchange.getMessage().setBody(CognigyReply.of("Hello", "Anna")));
        getMockEndpoint("mock:direct:answers").expectedBodiesReceived("Hello\nAnna");

        ask();

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void aLostConnectionIsInDoubtAndAFullHouseIsNot() throws Exception {
        MockEndpoint bot = getMockEndpoint("mock:cognigy:support");
        bot.whenExchangeReceived(1, exchange -> exchange.setException(TurnFailures.inDoubt("cut in mid-turn")));
        bot.whenExchangeReceived(
                2, exchange -> exchange.setException(TurnFailures.boundExceeded(false, "maxSessions")));
        getMockEndpoint("mock:direct:in-doubt").expectedMessageCount(1);
        getMockEndpoint("mock:direct:parked").expectedMessageCount(1);

        ask();
        ask();

        MockEndpoint.assertIsSatisfied(context);
    }

    private void ask() {
        template.requestBodyAndHeader("direct:ask", "hello", "customer", "anna");
    }
}
