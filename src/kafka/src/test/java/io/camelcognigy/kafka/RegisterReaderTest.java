package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What stands of a partition is read beside all else, and one that cannot be read holds up nobody else. */
class RegisterReaderTest {

    private static final TopicPartition WELL = new TopicPartition("chat.input", 0);
    private static final TopicPartition OFFLINE = new TopicPartition("chat.input", 1);

    private final Set<Integer> offline = new HashSet<>(Set.of(1));
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int readings;

    private final RegisterReader reader = new RegisterReader(
            "chat.sessions",
            new RegisterReader.Standing() {
                @Override
                public Map<Integer, Map<String, RegisterRecord>> read(Set<Integer> partitions) throws TimeoutException {
                    readings++;
                    if (partitions.stream().anyMatch(offline::contains)) {
                        throw new TimeoutException();
                    }
                    Map<Integer, Map<String, RegisterRecord>> read = new HashMap<>();
                    partitions.forEach(number -> read.put(number, Map.of()));
                    return read;
                }

                @Override
                public void close() {}
            },
            (Runnable task, Duration delay) -> tasks.add(task));

    /** All that is due now; what is put off by it is due the next time. */
    private void run() {
        for (int due = tasks.size(); due > 0; due--) {
            tasks.remove().run();
        }
    }

    @Test
    void onePartitionThatIsOfflineHoldsUpNoOther() {
        reader.assigned(List.of(WELL, OFFLINE));
        run();
        assertThat(reader.isRead(WELL)).isFalse();
        run();
        assertThat(reader.isRead(WELL)).isTrue();
        assertThat(reader.isRead(OFFLINE)).isFalse();
        assertThat(reader.trouble()).isEqualTo("the register chat.sessions cannot be read: TimeoutException");

        offline.clear();
        run();
        assertThat(reader.isRead(OFFLINE)).isTrue();
        assertThat(reader.trouble()).isNull();
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatHasGoneIsNotReadAnyMoreAndNoTrouble() {
        reader.assigned(List.of(OFFLINE));
        run();
        reader.gone(List.of(OFFLINE));
        assertThat(reader.trouble()).isNull();
        run();
        assertThat(readings).isOne();
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatWasReadForAnAssignmentBeforeIsNotTakenForThisOne() {
        reader.assigned(List.of(WELL));
        Runnable before = tasks.remove();
        reader.gone(List.of(WELL));
        reader.assigned(List.of(WELL));
        before.run();
        assertThat(reader.isRead(WELL)).isFalse();
        run();
        assertThat(reader.isRead(WELL)).isTrue();
        assertThat(reader.take(WELL)).isEmpty();
        assertThat(reader.isRead(WELL)).isFalse();
    }
}
