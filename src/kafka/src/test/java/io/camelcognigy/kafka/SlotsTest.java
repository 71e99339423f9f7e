package io.camelcognigy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** So many pieces of work are under way as there are slots; the others wait in line. */
class SlotsTest {

    private final Queue<Runnable> executor = new ArrayDeque<>();
    private final List<String> begun = new ArrayList<>();
    private final Slots slots = new Slots(2, executor::add);

    private void submit(String... names) {
        for (String name : names) {
            slots.submit(() -> begun.add(name));
        }
        run();
    }

    private void run() {
        while (!executor.isEmpty()) {
            executor.remove().run();
        }
    }

    @Test
    void moreThanTheLimitWaits() {
        submit("a", "b", "c");
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void whoWaitsLongestGetsTheSlotThatIsReleased() {
        submit("a", "b", "c", "d");
        slots.release();
        run();
        assertThat(begun).containsExactly("a", "b", "c");
    }

    @Test
    void nothingBeginsWhileTheyAreHeldAndNothingIsForgotten() {
        slots.hold();
        submit("a");
        assertThat(begun).isEmpty();

        slots.goOn();
        run();
        assertThat(begun).containsExactly("a");
    }

    @Test
    void aReleaseWhileTheyAreHeldBeginsNothing() {
        submit("a", "b", "c");
        slots.hold();
        slots.release();
        run();
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void anExecutorThatIsGoneBeginsNothingAndLetsWhatIsUnderWayEnd() {
        Slots gone = new Slots(2, work -> {
            throw new RejectedExecutionException();
        });
        gone.submit(() -> begun.add("a"));
        assertThat(begun).isEmpty();
        gone.proceed(() -> begun.add("b"));
        assertThat(begun).containsExactly("b");
    }
}
