package io.camelcognigy.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A traceparent is kept if it is one, and ignored if it is not (W3C Trace Context). */
class TraceParentTest {

    private static final String VALID = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void aValidOneIsKeptAsItCame() {
        TraceParent parent = TraceParent.parse(VALID).orElseThrow();

        assertThat(parent.value()).isEqualTo(VALID);
        assertThat(parent.sampled()).isTrue();
        assertThat(TraceParent.parse(VALID.replaceAll("01$", "00"))
                        .orElseThrow()
                        .sampled())
                .isFalse();
    }

    @Test
    void ofALaterVersionWhatWeKnowIsRead() {
        assertThat(TraceParent.parse(VALID.replaceFirst("00", "cc") + "-more"))
                .map(TraceParent::value)
                .contains(VALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
            })
    void anythingElseIsNone(String value) {
        assertThat(TraceParent.parse(value)).isEmpty();
        assertThat(TraceParent.parse(null)).isEmpty();
        assertThat(TraceParent.parse(VALID + "-" + value.repeat(100))).isEmpty();
    }

    @Test
    void aStepStaysInItsTrace() {
        Random random = new Random(7);
        TraceParent first = TraceParent.start(random, true);
        TraceParent next = first.child(random);

        assertThat(TraceParent.parse(first.value())).contains(first);
        assertThat(next.traceId()).isEqualTo(first.traceId());
        assertThat(next.parentId()).isNotEqualTo(first.parentId());
        assertThat(next.sampled()).isTrue();
    }
}
