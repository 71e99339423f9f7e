package io.camelcognigy.bridge;

import io.camelcognigy.jms.ChatJmsComponent;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;
import org.springframework.core.env.Environment;

/**
 * {@code jms.url}, {@code jms.user}, {@code jms.password}, the client of another broker and the register of sessions, for the road
 * by JMS: never as part of a route.
 */
@org.springframework.stereotype.Component
final class JmsOptions implements ComponentCustomizer {

    private final Environment environment;
    private final Settings.Jms settings;
    private final SharedRegister register;

    JmsOptions(Environment environment, Settings.Jms settings, SharedRegister register) {
        this.environment = environment;
        this.settings = settings;
        this.register = register;
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
        register.get().ifPresent(jms::setRegister);
        Settings.JmsFactory factory = settings.connectionFactory();
        if (factory != null && factory.given()) {
            jms.setConnectionFactory(JmsClient.of(factory, jms.getCamelContext()));
        }
    }
}
