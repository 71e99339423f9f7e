package io.camelcognigy.test;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** How often each fault is still to strike. Thread-safe. */
final class Faults {

    private final Map<FailAt, AtomicInteger> left = new EnumMap<>(FailAt.class);

    Faults() {
        for (FailAt fault : FailAt.values()) {
            left.put(fault, new AtomicInteger());
        }
    }

    void script(FailAt fault, int times) {
        left.get(fault).set(times);
    }

    void clear() {
        left.values().forEach(times -> times.set(0));
    }

    /** Takes one strike of this fault, if any is left. */
    boolean strikes(FailAt fault) {
        AtomicInteger times = left.get(fault);
        return times.get() > 0 && times.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
    }
}
