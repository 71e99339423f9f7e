package io.camelcognigy.kafka;

import io.camelcognigy.CognigyConfiguration;
import io.camelcognigy.CognigyEndpoint;
import java.time.Duration;
import java.util.Collection;
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
 * Looks at each route that begins at Kafka, before it starts: options that make {@link KeyedConsumption} lose records
 * are refused, those of a plain route to {@code cognigy:} that can are warned of.
 */
public final class KafkaRouteCheck extends LifecycleStrategySupport {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRouteCheck.class);

    private KafkaRouteCheck() {}

    /** Checks the routes that are added to the context from now on. Once is enough; twice does no harm. */
    public static void addTo(CamelContext context) {
        if (context.getLifecycleStrategies().stream().noneMatch(KafkaRouteCheck.class::isInstance)) {
            context.addLifecycleStrategy(new KafkaRouteCheck());
        }
    }

    /** @throws IllegalArgumentException if a route is refused; with the reason and what to do */
    @Override
    public void onRoutesAdd(Collection<Route> routes) {
        for (Route route : routes) {
            if (route.getConsumer() instanceof KafkaConsumer consumer) {
                KafkaConfiguration options = consumer.getEndpoint().getConfiguration();
                if (consumer.getEndpoint().getKafkaClientFactory() instanceof KeyedClientFactory factory) {
                    factory.consumption().claim(consumer);
                    checkKeyed(route.getRouteId(), options, factory.consumption());
                } else {
                    route.filter("*").stream()
                            .filter(EndpointAware.class::isInstance)
                            .map(step -> ((EndpointAware) step).getEndpoint())
                            .filter(CognigyEndpoint.class::isInstance)
                            .map(bot -> ((CognigyEndpoint) bot).getConfiguration())
                            .findFirst()
                            .ifPresent(bot -> checkPlain(route.getRouteId(), options, bot));
                }
            }
        }
    }

    private static void checkKeyed(String route, KafkaConfiguration options, KeyedConsumption keyed) {
        if (options.isAutoCommitEnable()) {
            refuse(route, "autoCommitEnable=true commits records that are not finished", "autoCommitEnable=false");
        }
        PollOnError onError = options.getPollOnError();
        if (onError != PollOnError.RECONNECT) {
            refuse(route, "pollOnError=" + onError + " can leave out records after an error", "pollOnError=RECONNECT");
        }
        if (options.isBatching()) {
            refuse(route, "batching=true makes one exchange of many keys", "batching=false");
        }
        if (options.getOffsetRepository() != null) {
            refuse(route, "an offsetRepository moves on with what is polled", "no offsetRepository");
        }
        if (options.getMaxPollRecords() != null && options.getMaxPollRecords() > keyed.getSpan()) {
            refuse(route, "one poll can be longer than span=" + keyed.getSpan(), "a smaller maxPollRecords");
        }
    }

    private static void refuse(String route, String why, String what) {
        throw new IllegalArgumentException(
                "route " + route + " consumes with a KeyedConsumption, but " + why + "; set " + what);
    }

    /** One thread waits for each exchange, one after the other. */
    private static void checkPlain(String route, KafkaConfiguration options, CognigyConfiguration bot) {
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

    private static void warn(String route, String why, String what) {
        LOG.warn("Route {} is not safe: {}. Set {}, or use a KeyedConsumption.", route, why, what);
    }
}
