package io.camelcognigy.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What tells whose turn it is: the record's key. Records without one are nobody's, and so wait for nobody. */
final class LaneKey {

    private LaneKey() {}

    static Object of(ConsumerRecord<?, ?> record) {
        Object key = record.key();
        if (key == null) {
            return new Object();
        }
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }
}
