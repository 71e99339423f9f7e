package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers now and then, past the consumer, which does not say that they are away: whether they answer, whether the
 * topics exist, and whether they are still the same topics. Once, it compares what the topics take.
 */
final class BrokerWatch implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final String LIMIT = "max.message.bytes";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<Admin> admins;
    private final Set<String> inputs;
    private final Collection<String> outputs;
    private final String deadLetter;
    private final RoadHealth health;
    private final Consumer<String> madeAnew;

    private Admin admin;
    private final Map<String, Uuid> ids = new HashMap<>();
    private boolean compared;

    /**
     * @param deadLetter null where there is none
     * @param madeAnew told of an input topic that was deleted and made again
     */
    BrokerWatch(
            Supplier<Admin> admins,
            Set<String> inputs,
            Collection<String> outputs,
            String deadLetter,
            RoadHealth health,
            Consumer<String> madeAnew) {
        this.admins = admins;
        this.inputs = inputs;
        this.outputs = outputs;
        this.deadLetter = deadLetter;
        this.health = health;
        this.madeAnew = madeAnew;
    }

    /** Looks once; waits for the brokers, not for long. */
    @Override
    public void run() {
        try {
            synchronized (this) {
                if (admin == null) {
                    admin = admins.get();
                }
            }
            List<String> topics = new ArrayList<>(inputs);
            if (deadLetter != null) {
                topics.add(deadLetter);
            }
            List<String> missing = look(topics);
            health.brokers(missing.isEmpty() ? null : "the brokers know no topic " + String.join(", ", missing));
            if (missing.isEmpty() && !compared) {
                compared = true;
                compare();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            health.brokers(
                    "the brokers do not answer: " + e.getCause().getClass().getSimpleName());
        } catch (TimeoutException | RuntimeException e) {
            health.brokers("the brokers do not answer: " + e.getClass().getSimpleName());
        }
    }

    private List<String> look(List<String> topics) throws InterruptedException, ExecutionException, TimeoutException {
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                found(topic.getKey(), get(topic.getValue()).topicId());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic.getKey());
            }
        }
        return missing;
    }

    private void found(String topic, Uuid id) {
        Uuid before = ids.put(topic, id);
        if (before != null && !before.equals(id) && inputs.contains(topic)) {
            madeAnew.accept(topic);
        }
    }

    /** A dead letter may have to be cut, an answer may not go out: better known before. */
    private void compare() throws InterruptedException, TimeoutException {
        Map<String, Integer> limits = limits();
        for (String input : inputs) {
            Integer in = limits.get(input);
            if (in == null) {
                continue;
            }
            if (deadLetter != null && limits.getOrDefault(deadLetter, in) < in) {
                LOG.warn(
                        "{} takes records of {} bytes, {} only of {}: dead letters that are larger are cut. Raise {} of {}",
                        input,
                        in,
                        deadLetter,
                        limits.get(deadLetter),
                        LIMIT,
                        deadLetter);
            }
            for (String output : outputs) {
                if (limits.getOrDefault(output, in) < in) {
                    LOG.warn(
                            "{} takes records of {} bytes, {} only of {}: an answer that is larger makes a dead letter of its"
                                    + " input. Raise {} of {}",
                            input,
                            in,
                            output,
                            limits.get(output),
                            LIMIT,
                            output);
                }
            }
        }
    }

    private Map<String, Integer> limits() throws InterruptedException, TimeoutException {
        List<ConfigResource> resources = new ArrayList<>();
        inputs.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        outputs.forEach(topic -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        if (deadLetter != null) {
            resources.add(new ConfigResource(ConfigResource.Type.TOPIC, deadLetter));
        }
        Map<String, Integer> limits = new TreeMap<>();
        for (Map.Entry<ConfigResource, KafkaFuture<Config>> config :
                admin.describeConfigs(resources).values().entrySet()) {
            try {
                limits.put(
                        config.getKey().name(),
                        Integer.valueOf(get(config.getValue()).get(LIMIT).value()));
            } catch (ExecutionException | RuntimeException e) {
                // Not everybody may look at the configuration.
                LOG.debug("What {} takes is not known: {}", config.getKey().name(), e.toString());
            }
        }
        return limits;
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        Admin open;
        synchronized (this) {
            open = admin;
        }
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
