package io.camelcognigy.bridge.operate;

import io.camelcognigy.kafka.ChatKafkaComponent;
import io.camelcognigy.kafka.KafkaRoad;
import io.camelcognigy.mail.ChatMailComponent;
import io.camelcognigy.mail.MailRoad;
import io.camelcognigy.mail.MailSnapshot;
import io.camelcognigy.road.RoadStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/**
 * The numbers that the roads have of themselves, as they are when somebody looks. Of routes that are of one road they are one: counts
 * together, and the longest time.
 */
final class RoadNumbers {

    private final CamelContext camel;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Map<String, MultiGauge> gauges = new TreeMap<>();
    private final Map<String, Map<Tags, Double>> rows = new TreeMap<>();

    RoadNumbers(CamelContext camel, MeterRegistry registry, Clock clock) {
        this.camel = camel;
        this.registry = registry;
        this.clock = clock;
        gauge("bridge.kafka.records", "Records that the road has in hand, by where they stand");
        gauge("bridge.kafka.slots.used", "Turns of the road that are under way");
        gauge("bridge.kafka.slots.limit", "How many may be");
        gauge("bridge.kafka.lag.records", "Records of the assigned partitions that are not read yet");
        gauge("bridge.kafka.oldest.unfinished.seconds", "For how long the record is here that is here longest; or 0");
        gauge("bridge.kafka.commit.age.seconds", "Since the broker last took a commit");
        gauge("bridge.jms.messages.taken", "Messages that were taken and are not acknowledged");
        gauge("bridge.jms.messages.waiting", "Of these, those that wait");
        gauge("bridge.mail.poll.age.seconds", "Since the mailbox was last looked into");
        gauge("bridge.mail.unseen", "Mails that the last look found unseen");
        gauge("bridge.mail.answers.kept", "Answers that wait for the SMTP server");
    }

    /** Not for two threads at once. */
    void take() {
        rows.values().forEach(Map::clear);
        if (camel.hasComponent("chat-kafka") instanceof ChatKafkaComponent kafka) {
            kafka.roads().forEach(this::kafka);
        }
        if (camel.hasComponent(ChatMailComponent.SCHEME) instanceof ChatMailComponent mail) {
            mail.roads().forEach(this::mail);
        }
        for (Route route : camel.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            if (uri.startsWith("chat-jms:") && route.getConsumer() instanceof RoadStatus road) {
                add("bridge.jms.messages.taken", Tags.of("road", road.road()), road.taken());
                add("bridge.jms.messages.waiting", Tags.of("road", road.road()), road.waiting());
            }
        }
        gauges.forEach((name, gauge) -> gauge.register(
                rows.get(name).entrySet().stream()
                        .<Row<?>>map(row -> Row.of(row.getKey(), row.getValue()))
                        .toList(),
                true));
    }

    private void kafka(KafkaRoad road) {
        KafkaRoad.Numbers now = road.numbers();
        Tags tags = Tags.of("road", road.road());
        String records = "bridge.kafka.records";
        add(records, tags.and("state", "under_way"), now.underWay());
        add(records, tags.and("state", "waiting"), now.waiting());
        add(records, tags.and("state", "failing"), now.failing());
        add(records, tags.and("state", "storing"), now.storing());
        add("bridge.kafka.slots.used", tags, now.slots());
        add("bridge.kafka.slots.limit", tags, now.maxSlots());
        add("bridge.kafka.lag.records", tags, now.lag());
        add("bridge.kafka.oldest.unfinished.seconds", tags, now.oldestUnfinishedMillis() / 1000.0);
        add("bridge.kafka.commit.age.seconds", tags, now.sinceCommitMillis() / 1000.0);
    }

    private void mail(MailRoad road) {
        MailSnapshot now = road.snapshot();
        Tags tags = Tags.of("road", road.road());
        if (now.lastPoll() != null) {
            Duration age = Duration.between(now.lastPoll(), clock.instant());
            add("bridge.mail.poll.age.seconds", tags, Math.max(0, age.toMillis() / 1000.0));
        }
        add("bridge.mail.unseen", tags, now.unseen());
        add("bridge.mail.answers.kept", tags, now.answersKept());
    }

    private void gauge(String name, String description) {
        gauges.put(name, MultiGauge.builder(name).description(description).register(registry));
        rows.put(name, new LinkedHashMap<>());
    }

    private void add(String name, Tags tags, double value) {
        rows.get(name).merge(tags, value, name.endsWith(".seconds") ? Math::max : Double::sum);
    }
}
