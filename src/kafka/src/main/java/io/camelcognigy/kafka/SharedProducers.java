package io.camelcognigy.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;

/**
 * One Kafka producer for all that send with the same settings, made when it is first needed and closed with the last of
 * them. Thread-safe.
 */
final class SharedProducers {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Function<Properties, Producer<byte[], byte[]>> factory;
    private final Map<Properties, Shared> shared = new HashMap<>();

    SharedProducers(Function<Properties, Producer<byte[], byte[]>> factory) {
        this.factory = factory;
    }

    private static final class Shared {
        private int leases;
        private Producer<byte[], byte[]> producer;
    }

    synchronized Lease lease(Properties settings) {
        Shared held = shared.computeIfAbsent(settings, any -> new Shared());
        held.leases++;
        return new Lease(settings, held);
    }

    /** The right to use one until it is closed. */
    final class Lease implements AutoCloseable {
        private final Properties settings;
        private final Shared held;
        private boolean closed;

        private Lease(Properties settings, Shared held) {
            this.settings = settings;
            this.held = held;
        }

        /** @throws org.apache.kafka.common.KafkaException if none can be made, such as for a host that has no address */
        Producer<byte[], byte[]> get() {
            synchronized (SharedProducers.this) {
                if (closed) {
                    throw new IllegalStateException("the road is closed");
                }
                if (held.producer == null) {
                    held.producer = factory.apply(settings);
                }
                return held.producer;
            }
        }

        /** It will never work again; the next that is got is another. */
        void broken(Producer<byte[], byte[]> producer) {
            synchronized (SharedProducers.this) {
                if (held.producer != producer) {
                    return;
                }
                held.producer = null;
            }
            producer.close(Duration.ZERO);
        }

        @Override
        public void close() {
            Producer<byte[], byte[]> last;
            synchronized (SharedProducers.this) {
                if (closed) {
                    return;
                }
                closed = true;
                if (--held.leases > 0) {
                    return;
                }
                shared.remove(settings, held);
                last = held.producer;
            }
            if (last != null) {
                last.close(CLOSE_TIMEOUT);
            }
        }
    }
}
