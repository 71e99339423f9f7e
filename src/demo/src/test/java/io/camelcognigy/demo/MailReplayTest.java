package io.camelcognigy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.camelcognigy.demo.MailProbe.Stored;
import io.camelcognigy.road.DeadLetterStore.Found;
import io.camelcognigy.road.DeadLetterStore.Wanted;
import io.camelcognigy.servers.EmbeddedMail;
import io.camelcognigy.test.DemoBot;
import io.camelcognigy.test.SimulatedEndpoint;
import jakarta.mail.Flags;
import jakarta.mail.Flags.Flag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in the failed folder is counted by its reason, and put back when that is mended, as often as is good. */
class MailReplayTest {

    private static final String BOT = "bot@localhost";
    private static final String ANNA = "anna@localhost";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Wanted ANY = new Wanted(null, null, false);

    private EmbeddedMail server;
    private SimulatedEndpoint endpoint;
    private MailBridge bridge;
    private MailProbe probe;

    @BeforeEach
    void start() throws Exception {
        server = EmbeddedMail.start(0, 0);
        endpoint = SimulatedEndpoint.builder().bot(new DemoBot()).start();
        probe = new MailProbe(server);
        bridge("mail.answers-per-hour", "1");
    }

    @AfterEach
    void stop() {
        bridge.close();
        endpoint.close();
        server.close();
    }

    private void bridge(String... settings) throws Exception {
        if (bridge != null) {
            bridge.close();
        }
        bridge = new MailBridge(server, endpoint.endpointUrl(), BOT, settings);
    }

    private void write(int number, String text) {
        probe.send(
                ANNA,
                BOT,
                ("From: " + ANNA + "\r\nSubject: hello\r\nMessage-ID: " + id(number) + "\r\n\r\n" + text)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String id(int number) {
        return "<" + number + "@client.example>";
    }

    /** One is answered, and so many are too many. */
    private void tooMany(int mails) {
        write(0, "hello");
        probe.awaitMails(ANNA, 1);
        for (int number = 1; number <= mails; number++) {
            write(number, "hello " + number);
        }
        probe.awaitMails(BOT, "Failed", mails);
    }

    private List<String> keywords(String folder, int number) {
        return probe.mails(BOT, folder).stream()
                .filter(mail -> id(number).equals(header(mail)))
                .flatMap(mail -> List.of(mail.flags().getUserFlags()).stream())
                .map(String::toLowerCase)
                .toList();
    }

    private static String header(Stored mail) {
        try {
            return mail.header("Message-ID");
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void flag(int number, boolean set, String... keywords) {
        Flags flags = new Flags();
        List.of(keywords).forEach(flags::add);
        probe.flag(BOT, "Failed", id(number), flags, set);
    }

    @Test
    void whatFailedIsCountedByReasonAndAnsweredOnceItIsReplayed() throws Exception {
        tooMany(3);
        // Somebody has looked at it.
        probe.flag(BOT, "Failed", id(1), new Flags(Flag.SEEN), true);

        assertThat(bridge.deadLetters().find(ANY)).isEqualTo(new Found(Map.of("MAIL-TOO-MANY", 3L), 0, 0, 0, 0, 0));
        assertThat(bridge.deadLetters()
                        .find(new Wanted("MAIL-REJECTED", null, false))
                        .total())
                .isZero();

        bridge("mail.answers-per-hour", "100");
        assertThat(bridge.deadLetters().replay(ANY, 2, 0)).isEqualTo(2);

        probe.awaitMails(ANNA, 3);
        probe.awaitMails(BOT, "Failed", 1);
        assertThat(keywords("INBOX", 1)).containsExactly("$cognigyreplayed1");
        assertThat(keywords("Failed", 3)).containsExactly("$cognigy-too-many");
        assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isOne();
        probe.awaitMails(ANNA, 4);
        assertThat(bridge.deadLetters().find(ANY).total()).isZero();
    }

    @Test
    void whatTheBotMayHaveHeardIsLeftOutUnlessItIsWanted() throws Exception {
        tooMany(2);
        flag(2, false, "$Cognigy-too-many");
        flag(2, true, "$Cognigy-in-doubt");

        Found found = bridge.deadLetters().find(ANY);
        assertThat(found.replayable()).isEqualTo(Map.of("MAIL-TOO-MANY", 1L));
        assertThat(found.inDoubt()).isOne();
        assertThat(bridge.deadLetters().find(new Wanted(null, null, true)).replayable())
                .isEqualTo(Map.of("MAIL-TOO-MANY", 1L, "MAIL-IN-DOUBT", 1L));

        // It failed before, and was moved back by hand.
        flag(2, true, "$Cognigy-rejected");
        assertThat(bridge.deadLetters().find(ANY).inDoubt()).isOne();
    }

    @Test
    void whatComesBackAgainAndAgainIsLeftOut() {
        tooMany(1);
        for (int replay = 1; replay <= 3; replay++) {
            assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isOne();
            String count = "$cognigyreplayed" + replay;
            MailProbe.waiting()
                    .atMost(PATIENCE)
                    .until(() -> keywords("Failed", 1).containsAll(List.of(count, "$cognigy-too-many")));
        }

        assertThat(bridge.deadLetters().find(ANY).tooOften()).isOne();
        assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isZero();
    }

    @Test
    void whatWasCutOffIsPutBackByTheNext() throws Exception {
        tooMany(1);
        flag(1, false, "$Cognigy-too-many");
        flag(1, true, "$CognigyReplayed3");

        bridge("mail.answers-per-hour", "100");
        assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isOne();

        probe.awaitMails(ANNA, 2);
        assertThat(keywords("INBOX", 1)).containsExactly("$cognigyreplayed3");
    }

    /** The note of the first start does not count. */
    @Test
    void whatPeoplePutThereOrAnsweredThereStays() throws Exception {
        bridge("mail.since", "", "mail.answers-per-hour", "1");
        probe.awaitMails(BOT, "Failed", 1);
        write(0, "hello");
        probe.awaitMails(ANNA, 1);
        List.of(1, 2, 3).forEach(number -> write(number, "hello"));
        probe.awaitMails(BOT, "Failed", 4);
        flag(1, false, "$Cognigy-too-many");
        probe.flag(BOT, "Failed", id(2), new Flags(Flag.ANSWERED), true);
        probe.flag(BOT, "Failed", id(3), new Flags(Flag.DELETED), true);

        assertThat(bridge.deadLetters().find(ANY)).isEqualTo(new Found(Map.of(), 0, 0, 0, 0, 1));
        assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isZero();
        assertThat(probe.count(BOT, "Failed")).isEqualTo(4);
    }

    @Test
    void onlyThoseThatCameSinceThenAreMeant() {
        tooMany(1);

        assertThat(bridge.deadLetters()
                        .find(new Wanted(null, Instant.now().minusSeconds(3600), false))
                        .total())
                .isOne();
        assertThat(bridge.deadLetters()
                        .find(new Wanted(null, Instant.now().plusSeconds(3600), false))
                        .total())
                .isZero();
    }

    @Test
    void whereNothingHasEverFailedThereIsNothing() {
        assertThat(bridge.deadLetters().find(ANY).total()).isZero();
        assertThat(bridge.deadLetters().replay(ANY, 1000, 0)).isZero();
    }
}
