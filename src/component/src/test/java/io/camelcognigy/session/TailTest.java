package io.camelcognigy.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A route thread at its end takes one thing more; all else goes to the others, and nothing runs before the end. */
class TailTest {

    private final List<String> log = new ArrayList<>();
    private final Tail tail = new Tail(task -> {
        log.add("otherwise");
        task.run();
    });

    @Test
    void oneTaskRunsAtTheEnd() {
        tail.execute(() -> log.add("task"));
        assertThat(log).isEmpty();

        tail.end();
        assertThat(log).containsExactly("task");
    }

    @Test
    void aSecondTaskGoesTheUsualWay() {
        tail.execute(() -> log.add("first"));
        tail.execute(() -> log.add("second"));
        tail.end();

        assertThat(log).containsExactly("otherwise", "second", "first");
    }

    @Test
    void aTaskThatComesTooLateGoesTheUsualWay() {
        tail.end();
        tail.execute(() -> log.add("late"));

        assertThat(log).containsExactly("otherwise", "late");
    }
}
