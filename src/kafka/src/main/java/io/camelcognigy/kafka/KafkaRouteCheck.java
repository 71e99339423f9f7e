package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.CognigyEndpoint;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.PollOnError;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at each route from {@code kafka:} to {@code cognigy:}, before it starts, and warns of options that can lose or
 * endlessly repeat an input.
 */
public final class KafkaRouteCheck extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRouteCheck.class);

    private static final String BYTES = "org.apache.kafka.common.serialization.ByteArrayDeserializer";

    /** None of them refuses any bytes. */
    private static final Set<String> HARMLESS = Set.of(
            BYTES,
            "org.apache.kafka.common.serialization.StringDeserializer",
            "org.apache.kafka.common.serialization.ByteBufferDeserializer",
            "org.apache.kafka.common.serialization.BytesDeserializer");

    private KafkaRouteCheck() {}

    /** Checks the routes that are added to the context from now on. Once is enough; twice does no harm. */
    public static void addTo(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(KafkaRouteCheck.class::isInstance)) {
            context.addLifecycleStrategy(new KafkaRouteCheck());
        }
    }

    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route route : routes) {
            if (route.getConsumer() instanceof KafkaConsumer consumer) {
                KafkaConfiguration options = consumer.getEndpoint().getConfiguration();
                route.filter("*").stream()
                        .filter(EndpointAware.class::isInstance)
                        .map(step -> ((EndpointAware) step).getEndpoint())
                        .filter(CognigyEndpoint.class::isInstance)
                        .map(bot -> ((CognigyEndpoint) bot).getConfiguration())
                        .findFirst()
                        .ifPresent(bot -> check(route.getRouteId(), options, bot));
            }
        }
    }

    /** One thread waits for each exchange, one after the other. */
    private static void check(String route, KafkaConfiguration options, CognigyConfiguration bot) {
        if (options.isAutoCommitEnable()) {
            warn(
                    route,
                    "autoCommitEnable=true commits on time, finished or not: inputs can be lost",
                    "autoCommitEnable=false");
        }
        if (options.getPollOnError() != PollOnError.RECONNECT) {
            warn(route, "pollOnError=" + options.getPollOnError() + " can leave out records", "pollOnError=RECONNECT");
        }
        if (!options.isBreakOnFirstError()) {
            warn(route, "breakOnFirstError=false goes on behind a record that failed", "breakOnFirstError=true");
        }
        deserializer(route, "keyDeserializer", options.getKeyDeserializer());
        deserializer(route, "valueDeserializer", options.getValueDeserializer());
        int records = options.getMaxPollRecords() == null ? 500 : options.getMaxPollRecords();
        Duration worst = bot.getTurnTimeout().multipliedBy(records);
        Duration allowed =
                Duration.ofMillis(options.getMaxPollIntervalMs() == null ? 300_000 : options.getMaxPollIntervalMs());
        if (worst.compareTo(allowed) > 0) {
            warn(
                    route,
                    "maxPollRecords x turnTimeout = " + worst.toSeconds()
                            + " s is longer than maxPollIntervalMs: a slow bot"
                            + " makes the broker take the partitions away",
                    "a smaller maxPollRecords");
        }
    }

    /** A record that cannot be deserialized never gets to the route's error handling: it is polled again and again. */
    private static void deserializer(String route, String option, String name) {
        if (name != null && !HARMLESS.contains(name)) {
            warn(
                    route,
                    option + "=" + name
                            + " can fail: such a record stops its partition for ever, past the route's error"
                            + " handling",
                    option + "=" + BYTES + " and read the bytes in the route");
        }
    }

    private static void warn(String route, String why, String what) {
        LOG.warn("Route {} is not safe: {}. Set {}, or consume with chat-kafka:.", route, why, what);
    }
}
