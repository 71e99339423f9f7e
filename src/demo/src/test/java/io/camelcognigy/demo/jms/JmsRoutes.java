package io.camelcognigy.demo.jms;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.bridge.JmsConnection;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.springframework.jms.connection.SingleConnectionFactory;
import org.springframework.mock.env.MockEnvironment;

/** {@code routes/jms.yaml} as the bridge runs it, without Spring Boot around it. */
final class JmsRoutes implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SingleConnectionFactory receiving;
    private final SingleConnectionFactory sending;

    JmsRoutes(EmbeddedArtemis artemis, SimulatedEndpoint endpoint, int consumers) throws Exception {
        this(artemis.url(), endpoint, consumers, 1000);
    }

    JmsRoutes(String url, SimulatedEndpoint endpoint, int consumers, int turns) throws Exception {
        MockEnvironment environment = new MockEnvironment().withProperty("jms.url", url);
        receiving = new JmsConnection().jmsReceiving(environment);
        sending = new JmsConnection().jmsSending(environment);
        Properties properties = new Properties();
        properties.put("jms.consumers", Integer.toString(consumers));
        properties.put("jms.turns", Integer.toString(turns));
        properties.put("jms.reply-destinations", "temporary, chat.output, chat.vip");
        camel.getPropertiesComponent().setInitialProperties(properties);
        camel.getRegistry().bind("jmsReceiving", receiving);
        camel.getRegistry().bind("jmsSending", sending);
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        cognigy.getConfiguration().setTurnTimeout(Duration.ofSeconds(10));
        camel.addComponent("cognigy", cognigy);
        camel.getShutdownStrategy().setTimeout(5);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(PluginHelper.getResourceLoader(camel).resolveResource("file:routes/jms.yaml"));
        camel.start();
    }

    SingleConnectionFactory receiving() {
        return receiving;
    }

    DefaultCamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
        receiving.destroy();
        sending.destroy();
    }
}
