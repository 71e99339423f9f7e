package io.camelcognigy.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.net.ConnectException;
import java.net.Socket;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The endpoint lives as long as the field that holds it, and no test sees another's script. */
class CognigyEndpointLifeTest {

    @Test
    void aStaticEndpointServesAllTestsAndForgetsBetweenThem() {
        EngineExecutionResults results = run(Shared.class);

        results.testEvents().assertStatistics(stats -> stats.started(4).succeeded(4));
        assertThatThrownBy(() -> new Socket("127.0.0.1", Shared.port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void anEndpointOfAnInstanceServesOneTest() {
        run(Own.class).testEvents().assertStatistics(stats -> stats.started(2).succeeded(2));
    }

    @Test
    void anEndpointOfAnInstanceForAllTestsIsShared() {
        run(PerClass.class)
                .testEvents()
                .assertStatistics(stats -> stats.started(2).succeeded(2));
    }

    @Test
    void aScriptThatThrowsFailsItsTest() {
        run(Throwing.class)
                .testEvents()
                .assertStatistics(stats -> stats.started(1).failed(1));
    }

    @Test
    void anAddressOfAnEndpointThatIsGoneIsRefused() {
        CognigyEndpoint bot = CognigyEndpoint.create();
        bot.endpointUrl();
        bot.close();

        assertThatThrownBy(bot::endpointUrl).isInstanceOf(IllegalStateException.class);
    }

    private static EngineExecutionResults run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute();
    }

    private static String answer(CognigyEndpoint bot, String text) {
        try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
            client.send(RawClient.input("s-1", text));
            return client.next();
        }
    }

    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class Shared {

        static int port;

        @RegisterExtension
        static final CognigyEndpoint BOT = CognigyEndpoint.create().on("hello", answer -> answer.say("declared"));

        @Test
        @Order(1)
        void first() {
            port = BOT.server().port();
            BOT.on("hello", answer -> answer.say("added"));
            BOT.failNext(FailAt.REFUSE, 5);
            BOT.failNext(FailAt.REFUSE, 0);
            assertThat(answer(BOT, "hello")).contains("added");
            BOT.failNext(FailAt.REFUSE, 5);
        }

        @Test
        @Order(2)
        void second() {
            assertThat(BOT.server().port()).isEqualTo(port);
            assertThat(BOT.heard()).isEmpty();
            assertThat(answer(BOT, "hello")).contains("declared");
        }

        @Test
        @Order(3)
        void third() {
            BOT.down();
        }

        @Test
        @Order(4)
        void fourth() {
            second();
        }
    }

    static class Own {

        @RegisterExtension
        final CognigyEndpoint bot = CognigyEndpoint.create().failNext(FailAt.ON_INPUT);

        @Test
        void aDeclaredFaultStrikes() {
            try (RawClient client = RawClient.ready(bot.server(), "s-1")) {
                client.send(RawClient.input("s-1", "hello"));
                assertThat(client.closeCode()).isEqualTo(1006);
            }
        }

        @Test
        void inEachTest() {
            aDeclaredFaultStrikes();
        }
    }

    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class PerClass {

        @RegisterExtension
        final CognigyEndpoint bot = CognigyEndpoint.create();

        @Test
        void first() {
            assertThat(answer(bot, "hello")).contains("You said: hello");
        }

        @Test
        void second() {
            first();
            assertThat(bot.heard()).hasSize(1);
        }
    }

    static class Throwing {

        @RegisterExtension
        final CognigyEndpoint bot = CognigyEndpoint.create().on("hello", answer -> {
            throw new AssertionError("not expected");
        });

        @Test
        void theScriptFails() {
            assertThat(answer(bot, "hello")).contains("exception");
        }
    }
}
