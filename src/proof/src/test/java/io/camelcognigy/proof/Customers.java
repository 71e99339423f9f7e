package io.camelcognigy.proof;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An input a second on each road, by a few customers in turns, until it is closed. */
final class Customers implements AutoCloseable {

    private static final int OF_EACH_ROAD = 5;

    private final Map<String, RoadClient> roads;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, List<Stamp>> sent = new HashMap<>();
    private int round;
    private Throwable failure;

    /** @param roads by name */
    Customers(Map<String, RoadClient> roads) {
        this.roads = Map.copyOf(roads);
        roads.keySet().forEach(road -> sent.put(road, Collections.synchronizedList(new ArrayList<>())));
        clock.scheduleAtFixedRate(this::speak, 0, 1, TimeUnit.SECONDS);
    }

    private synchronized void speak() {
        try {
            roads.forEach((road, client) -> {
                Stamp stamp = new Stamp(road + "-" + round % OF_EACH_ROAD, round / OF_EACH_ROAD, UUID.randomUUID());
                client.send(stamp);
                sent.get(road).add(stamp);
            });
            round++;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** What has been said so far, by road. */
    synchronized Map<String, Set<Stamp>> sent() {
        if (failure != null) {
            throw new IllegalStateException("the customers cannot speak", failure);
        }
        Map<String, Set<Stamp>> now = new HashMap<>();
        sent.forEach((road, stamps) -> now.put(road, Set.copyOf(stamps)));
        return now;
    }

    /** What of that has no answer yet, by road; empty if there is nothing. */
    Map<String, Set<Stamp>> unanswered(Map<String, Set<Stamp>> inputs) {
        Map<String, Set<Stamp>> missing = new HashMap<>();
        inputs.forEach((road, stamps) -> {
            Set<Stamp> left = new HashSet<>(stamps);
            roads.get(road).answered().forEach(left::remove);
            if (!left.isEmpty()) {
                missing.put(road, left);
            }
        });
        return missing;
    }

    /** The answers that came, for the first time, after one to a later input of the same customer. */
    List<Stamp> outOfOrder() {
        List<Stamp> wrong = new ArrayList<>();
        roads.values().forEach(client -> {
            Map<String, Integer> latest = new HashMap<>();
            Set<Stamp> seen = new HashSet<>();
            for (Stamp stamp : client.answered()) {
                if (seen.add(stamp) && latest.merge(stamp.key(), stamp.sequence(), Math::max) > stamp.sequence()) {
                    wrong.add(stamp);
                }
            }
        });
        return wrong;
    }

    /** How many inputs were answered more than once. */
    int answeredTwice() {
        return roads.values().stream()
                .mapToInt(client -> {
                    List<Stamp> answered = client.answered();
                    return answered.size() - Set.copyOf(answered).size();
                })
                .sum();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
