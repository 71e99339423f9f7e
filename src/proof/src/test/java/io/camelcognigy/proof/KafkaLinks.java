package io.camelcognigy.proof;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Tells the connections of a Kafka client apart by what is sent: every request names its client, and a producer asks for
 * its topic before it writes to it. Thread-safe.
 */
final class KafkaLinks {

    /** Length, which request, its version, a number: then comes the client id, with two bytes for its length. */
    private static final int CLIENT_ID_AT = 12;

    private final Map<String, Set<String>> clientsOf = new ConcurrentHashMap<>();

    /** @return the client id; {@code known} where that is not empty */
    String name(String known, ByteBuf request) {
        int at = request.readerIndex() + CLIENT_ID_AT;
        String name = known.isEmpty() ? request.toString(at + 2, request.getShort(at), StandardCharsets.UTF_8) : known;
        if (name.contains("producer")) {
            String text = request.toString(StandardCharsets.ISO_8859_1);
            for (String topic : Set.of(Topics.OUTPUT, Topics.DEAD_LETTER)) {
                if (text.contains(topic)) {
                    clientsOf
                            .computeIfAbsent(topic, any -> ConcurrentHashMap.newKeySet())
                            .add(name);
                }
            }
        }
        return name;
    }

    /** Clients of another process may have the same names. */
    void forget() {
        clientsOf.clear();
    }

    Predicate<String> producerOf(String topic) {
        return client -> clientsOf.getOrDefault(topic, Set.of()).contains(client);
    }
}
