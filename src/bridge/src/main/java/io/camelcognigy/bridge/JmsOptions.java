package io.camelcognigy.bridge;

import io.camelcognigy.jms.ChatJmsComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.core.env.Environment;

/** {@code jms.url}, {@code jms.user} and {@code jms.password}, for the road by JMS: never as part of a route. */
@org.springframework.stereotype.Component
final class JmsOptions implements ComponentCustomizer {

    private final Environment environment;

    JmsOptions(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof ChatJmsComponent;
    }

    @Override
    public void configure(String name, Component target) {
        ChatJmsComponent jms = (ChatJmsComponent) target;
        String url = environment.getProperty("jms.url", "").strip();
        if (!url.isEmpty()) {
            jms.setUrl(url);
        }
        jms.setUser(environment.getProperty("jms.user"));
        jms.setPassword(environment.getProperty("jms.password"));
    }
}
