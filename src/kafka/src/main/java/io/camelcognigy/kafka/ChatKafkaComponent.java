package io.camelcognigy.kafka;

import io.camelcognigy.session.RouteThreads;
import io.camelcognigy.session.SystemTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The component {@code chat-kafka:}. Its roads share their producers where the settings are the same; the settings of
 * Camel's component {@code kafka:} count for every client.
 */
@Component(ChatKafkaEndpoint.SCHEME)
public class ChatKafkaComponent extends DefaultComponent {

    @Metadata(description = "The defaults of all options, for all endpoints.")
    private ChatKafkaConfiguration configuration = new ChatKafkaConfiguration();

    private final SharedProducers producers = new SharedProducers(
            settings -> new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    private final List<KafkaRoad> roads = new CopyOnWriteArrayList<>();
    private SystemTime time;
    private ExecutorService callbackThreads;
    private RouteThreads callbacks;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("chat-kafka: needs a topic, as in chat-kafka:chat.input");
        }
        ChatKafkaConfiguration copy = configuration.copy();
        copy.getAdditionalProperties().putAll(PropertiesHelper.extractProperties(parameters, "additionalProperties."));
        ChatKafkaEndpoint endpoint = new ChatKafkaEndpoint(uri, this, remaining, copy);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The roads from Kafka that run now. */
    public List<KafkaRoad> roads() {
        return List.copyOf(roads);
    }

    void add(KafkaRoad road) {
        roads.add(road);
    }

    void remove(KafkaRoad road) {
        roads.remove(road);
    }

    /** The road's name says it, where no other road has it. */
    String healthId(String road, String routeId) {
        boolean taken = roads.stream().anyMatch(other -> other.road().equals(road));
        return "road-" + (taken ? routeId : road);
    }

    SharedProducers producers() {
        return producers;
    }

    /** Where exchanges go on once the broker has their record: not on the producers' own thread. */
    Executor callbacks() {
        return callbacks;
    }

    /** The same threads, woken for a burst of tasks and not for each. */
    RouteThreads unhurried(Executor threads) {
        return new RouteThreads(threads, time);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        KafkaRouteCheck.addTo(getCamelContext());
        time = new SystemTime(task -> executors().newThread("ChatKafkaTimer", task));
        callbackThreads = executors().newCachedThreadPool(this, "ChatKafkaSent");
        callbacks = unhurried(callbackThreads);
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        executors().shutdown(callbackThreads);
        time.close();
    }

    private ExecutorServiceManager executors() {
        return getCamelContext().getExecutorServiceManager();
    }

    public ChatKafkaConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ChatKafkaConfiguration configuration) {
        this.configuration = configuration;
    }
}
