package io.camelcognigy.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Fifty inputs of one session within 24 hours are one conversation on Cognigy's bill (PROTOCOL §13). */
class BillableConversationsTest {

    private final AtomicLong now = new AtomicLong();
    private final BillableConversations billing = new BillableConversations(now::get);

    private int begun(String session, int inputs) {
        int begun = 0;
        for (int input = 0; input < inputs; input++) {
            begun += billing.begins(session) ? 1 : 0;
        }
        return begun;
    }

    @Test
    void theFirstInputBeginsOneAndTheFiftyFirstAnother() {
        assertThat(begun("anna", 50)).isEqualTo(1);
        assertThat(begun("anna", 1)).isEqualTo(1);
        assertThat(begun("anna", 49)).isZero();
        assertThat(begun("berta", 1)).isEqualTo(1);
    }

    @Test
    void aDayAfterItsFirstInputASessionBeginsAnew() {
        begun("anna", 1);
        now.addAndGet(Duration.ofHours(24).toNanos() - 1);
        assertThat(begun("anna", 1)).isZero();

        now.incrementAndGet();

        assertThat(begun("anna", 1)).isEqualTo(1);
    }

    @Test
    void whatItRemembersIsBounded() {
        for (int session = 0; session < BillableConversations.MOST_SESSIONS + 10; session++) {
            billing.begins("session-" + session);
        }

        assertThat(billing.sessions()).isEqualTo(BillableConversations.MOST_SESSIONS);
    }

    @Test
    void anAgentInTestModeIsNotBilled() {
        MeterRegistry meters = new SimpleMeterRegistry();
        new AgentMetrics(meters, "tried", false).turnWritten("anna", 1);
        new AgentMetrics(meters, "billed", true).turnWritten("anna", 1);

        for (String counter : new String[] {"cognigy.billable.inputs", "cognigy.billable.conversations"}) {
            assertThat(meters.get(counter).tags("agent", "tried").counter().count())
                    .isZero();
            assertThat(meters.get(counter).tags("agent", "billed").counter().count())
                    .isEqualTo(1);
        }
    }
}
