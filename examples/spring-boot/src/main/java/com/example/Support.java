package com.example;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The bot as a bean: ask it, and see what it says unasked. */
@Component
class Support extends RouteBuilder {

    private final ProducerTemplate template;
    private final Queue<String> news = new ConcurrentLinkedQueue<>();

    Support(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public void configure() {
        from("direct:ask").routeId("ask").to("cognigy:support?sessionKey=${header.customer}");
        from("cognigy:support")
                .routeId("news")
                .filter(header("CamelCognigyUnsolicited").isEqualTo(true))
                .process(exchange -> news.add(exchange.getMessage().getBody(String.class)));
    }

    String ask(String customer, String text) {
        return template.requestBodyAndHeader("direct:ask", text, "customer", customer, String.class);
    }

    /** What was said unasked, oldest first. */
    Queue<String> news() {
        return news;
    }
}
