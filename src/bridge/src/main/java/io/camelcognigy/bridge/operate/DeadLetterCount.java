package io.camelcognigy.bridge.operate;

import io.camelcognigy.road.DeadLetterListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** {@code bridge_dead_letters_total{road,reason}}. Both tags are of a few values: names of ours, codes, and class names. */
final class DeadLetterCount implements DeadLetterListener {

    private final MeterRegistry meters;

    DeadLetterCount(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void stored(String road, String reason) {
        Counter.builder("bridge.dead.letters")
                .description("Inputs that were stored as dead letters; in the mail road, mails in the failed folder")
                .tag("road", road)
                .tag("reason", reason)
                .register(meters)
                .increment();
    }
}
