package io.camelcognigy.road;

import io.camelcognigy.observe.ReadinessCheck;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * Readiness of one road, under the name {@code road-jms} and so on: down while it is not connected to its source. Details
 * carry numbers and the last error, no keys and no words.
 */
public final class RoadHealthCheck extends ReadinessCheck {

    private final RoadStatus road;

    public RoadHealthCheck(RoadStatus road) {
        super("road-" + road.road());
        this.road = road;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder result = HealthCheckResultBuilder.on(this)
                .detail("road", road.road())
                .detail("taken", road.taken())
                .detail("waiting", road.waiting());
        String error = road.lastError();
        if (error != null) {
            result.detail("lastError", error);
        }
        if (road.connected()) {
            return result.up().build();
        }
        return result.down()
                .message("the road " + road.road() + " is not connected" + (error == null ? "" : ": " + error))
                .build();
    }
}
