package io.camelcognigy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.camelcognigy.test.SimulatedEndpoint;
import io.camelcognigy.testing.TokenService;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The shipped road by mail on the servers that companies run. */
@Tag("slow")
class MailOnDovecotTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Stamp stamp(int number) {
        return new Stamp("anna", number, new UUID(2, number));
    }

    /** Dovecot waits for half a second, in case that more comes, before it tells of a new mail. */
    @Test
    void aNewMailIsAskedWhenItComes() throws Exception {
        AtomicLong asked = new AtomicLong();
        try (DovecotAndPostfix server = DovecotAndPostfix.start();
                PostOffice office = new PostOffice(server, DovecotAndPostfix.PASSWORD);
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot((input, reply) -> {
                            asked.set(System.nanoTime());
                            reply.say(input.text());
                            reply.finalPing();
                        })
                        .start();
                Bridge bridge = Bridge.startMail(
                        "bridge-mail-idle",
                        endpoint.endpointUrl(),
                        server,
                        "--mail.since=all",
                        "--mail.poll-interval=10h")) {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                office.send(List.of(stamp(i)));
                long sent = System.nanoTime();
                int answers = i + 1;
                await().atMost(PATIENCE)
                        .failFast(bridge::diedByItself)
                        .until(() -> office.mails(DovecotAndPostfix.PEOPLE) == answers);
                least = Math.min(least, asked.get() - sent);
            }
            System.out.printf("asked at best %d ms after Postfix had the mail%n", least / 1_000_000);
            assertThat(office.stamps(DovecotAndPostfix.PEOPLE)).hasSize(5);
            assertThat(Duration.ofNanos(least)).isLessThan(Duration.ofSeconds(2));
        }
    }

    /** Both servers refuse everything but a token that the service knows. */
    @Test
    void whereTokensAloneAreTakenMailsAreAnsweredAlsoAfterOneWasWithdrawn() throws Exception {
        try (TokenService tokens = new TokenService(PostOffice.BOT);
                DovecotAndPostfix server = DovecotAndPostfix.startWithTokens(tokens.introspectionUrl());
                PostOffice office = new PostOffice(server, "no password is taken");
                SimulatedEndpoint endpoint = SimulatedEndpoint.builder()
                        .bot((input, reply) -> {
                            reply.say(input.text());
                            reply.finalPing();
                        })
                        .start();
                Bridge bridge = Bridge.startMail(
                        "bridge-mail-tokens",
                        endpoint.endpointUrl(),
                        server,
                        "--mail.since=all",
                        "--mail.password=",
                        "--mail.oauth.token-url=" + tokens.url(),
                        "--mail.oauth.client-id=bridge",
                        "--mail.oauth.client-secret=its secret",
                        "--mail.oauth.scope=mail")) {
            office.send(List.of(stamp(0)));
            await().atMost(PATIENCE).failFast(bridge::diedByItself).until(() -> server.delivered("people") == 1);
            assertThat(tokens.requests()).hasSize(1);
            assertThat(server.log()).contains("method=XOAUTH2");
            tokens.withdraw();

            // The next login, which is that of a look after the SMTP server, needs another one.
            await().atMost(PATIENCE)
                    .failFast(bridge::diedByItself)
                    .until(() -> tokens.requests().size() == 2);
            office.send(List.of(stamp(1)));
            await().atMost(PATIENCE).failFast(bridge::diedByItself).until(() -> server.delivered("people") == 2);
            assertThat(tokens.requests()).hasSize(2);
        }
    }
}
