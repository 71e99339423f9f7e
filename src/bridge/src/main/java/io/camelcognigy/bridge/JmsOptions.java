package io.camelcognigy.bridge;

import io.camelcognigy.jms.ChatJmsComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.core.env.Environment;

/**
 * {@code jms.url}, {@code jms.user}, {@code jms.password} and the client of another broker, for the road by JMS: never as part of a
 * route.
 */
@org.springframework.stereotype.Component
final class JmsOptions implements ComponentCustomizer {

    private final Environment environment;
    private final Settings.Jms settings;

    JmsOptions(Environment environment, Settings.Jms settings) {
        this.environment = environment;
        this.settings = settings;
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
        jms.setMode(settings.mode());
        Settings.JmsFactory factory = settings.connectionFactory();
        if (factory != null && factory.given()) {
            jms.setConnectionFactory(JmsClient.of(factory, jms.getCamelContext()));
        }
    }
}
