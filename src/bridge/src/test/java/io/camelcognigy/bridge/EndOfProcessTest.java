package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bridge that has lost a road's thread ends with its own exit code, even if there is no memory left to say so. */
class EndOfProcessTest {

    private final List<Integer> codes = new ArrayList<>();

    @Test
    void theExitCodeSaysThatItWasNoFailedStart() {
        new EndOfProcess(codes::add).fatal("the poll thread of road kafka", new StackOverflowError());
        assertThat(codes).containsExactly(70);
    }

    @Test
    void anErrorThatCannotBeLoggedEndsTheProcessAllTheSame() {
        Error unprintable = new Error() {
            @Override
            public String getMessage() {
                throw new OutOfMemoryError("no more");
            }
        };
        assertThatThrownBy(() -> new EndOfProcess(codes::add).fatal("the poll thread", unprintable))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(codes).containsExactly(70);
    }
}
