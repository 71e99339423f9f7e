package io.camelcognigy.kafka;

import io.camelcognigy.kafka.KafkaRoad.Numbers;
import io.camelcognigy.observe.ReadinessCheck;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Readiness of one road from Kafka: down while its consumer does not poll, its brokers do not answer or lack its topics, its
 * commits fail for long, or a dead letter cannot be stored. Details carry numbers and reasons, no keys and no words.
 */
final class KafkaRoadHealthCheck extends ReadinessCheck {

    private final KafkaRoad road;

    KafkaRoadHealthCheck(String id, KafkaRoad road) {
        super(id);
        this.road = road;
    }

    @Override
    public Result call(Map<String, Object> options) {
        Numbers now = road.numbers();
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                .detail("road", road.road())
                .detail("route", road.routeId())
                .detail("sincePollMillis", now.sincePollMillis())
                .detail("sinceCommitMillis", now.sinceCommitMillis())
                .detail("oldestUnfinishedMillis", now.oldestUnfinishedMillis())
                .detail("unfinished", now.underWay() + now.waiting() + now.failing() + now.storing())
                .detail("partitions", now.partitions())
                .detail("pausedPartitions", now.pausedPartitions())
                .detail("intakeHeld", now.held());
        String trouble = road.lastError();
        if (trouble != null) {
            return result.down()
                    .message("the road " + road.road() + " does not work: " + trouble)
                    .build();
        }
        return result.up().build();
    }
}
