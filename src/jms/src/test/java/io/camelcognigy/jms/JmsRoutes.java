package io.camelcognigy.jms;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.road.RoadStatus;
import io.camelcognigy.servers.EmbeddedArtemis;
import io.camelcognigy.test.SimulatedEndpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** {@code routes/jms.yaml} as the bridge runs it, without the bridge around it. */
public final class JmsRoutes implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    public JmsRoutes(EmbeddedArtemis artemis, SimulatedEndpoint endpoint, int consumers) throws Exception {
        this(artemis.url(), endpoint, consumers, 1000);
    }

    JmsRoutes(String url, SimulatedEndpoint endpoint, int consumers, int turns) throws Exception {
        this(url, endpoint, Map.of("jms.consumers", Integer.toString(consumers), "jms.turns", Integer.toString(turns)));
    }

    /** @param settings beside the defaults, or in their place */
    JmsRoutes(String url, SimulatedEndpoint endpoint, Map<String, String> settings) throws Exception {
        this(url, endpoint, settings, "", options -> {});
    }

    /** @param parameters of the endpoint chat-jms: in jms-input, beside those of the file, a line each */
    JmsRoutes(
            String url,
            SimulatedEndpoint endpoint,
            Map<String, String> settings,
            String parameters,
            Consumer<CognigyConfiguration> agent)
            throws Exception {
        this(jms -> jms.setUrl(url), endpoint, settings, parameters, agent);
    }

    /** @param road what the component is set to */
    JmsRoutes(
            Consumer<ChatJmsComponent> road,
            SimulatedEndpoint endpoint,
            Map<String, String> settings,
            String parameters,
            Consumer<CognigyConfiguration> agent)
            throws Exception {
        Properties properties = new Properties();
        properties.put("jms.consumers", "4");
        properties.put("jms.turns", "1000");
        properties.put("jms.reply-destinations", "temporary, chat.output, chat.vip");
        properties.putAll(settings);
        camel.getPropertiesComponent().setInitialProperties(properties);
        ChatJmsComponent jms = new ChatJmsComponent();
        road.accept(jms);
        camel.addComponent("chat-jms", jms);
        CognigyComponent cognigy = new CognigyComponent();
        cognigy.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        cognigy.getConfiguration().setTurnTimeout(Duration.ofSeconds(10));
        agent.accept(cognigy.getConfiguration());
        camel.addComponent("cognigy", cognigy);
        camel.getShutdownStrategy().setTimeout(5);
        String indent = " ".repeat(8);
        String yaml = Files.readString(Path.of("routes/jms.yaml"))
                .replace(indent + "consumers:", parameters.indent(8) + indent + "consumers:");
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("jms.yaml", yaml));
        camel.start();
    }

    DefaultCamelContext camel() {
        return camel;
    }

    RoadStatus status() {
        return (RoadStatus) camel.getRoute("jms-input").getConsumer();
    }

    @Override
    public void close() {
        camel.stop();
    }
}
