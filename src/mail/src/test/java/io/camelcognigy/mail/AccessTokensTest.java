package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.testing.TokenService;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An access token is fetched once, kept as long as it is good, and nobody sees a secret on the way. */
class AccessTokensTest {

    private static final String SECRET = "s3cret of the client";
    private static final String REFRESH = "r3fresh token";

    private final AtomicLong now = new AtomicLong();
    private final TokenService service = new TokenService("bot@localhost");
    private final ChatMailConfiguration options = new ChatMailConfiguration();

    AccessTokensTest() {
        options.setOauthTokenUrl(service.url());
        options.setOauthClientId("a client");
        options.setOauthClientSecret(SECRET);
        options.setOauthScope("https://outlook.office365.com/.default");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private AccessTokens tokens() {
        return AccessTokens.of(options, null, now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void clientCredentialsAreAFormAndTheTokenIsKeptUntilShortlyBeforeItExpires() throws Exception {
        AccessTokens tokens = tokens();
        assertThat(tokens.token()).isEqualTo("token-1");
        assertThat(service.requests())
                .containsExactly(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", "a client",
                        "client_secret", SECRET,
                        "scope", "https://outlook.office365.com/.default"));
        pass(Duration.ofMinutes(57));
        assertThat(tokens.token()).isEqualTo("token-1");
        pass(Duration.ofMinutes(2));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @Test
    void aRefreshTokenThatIsReplacedIsNotUsedAgain() throws Exception {
        options.setOauthRefreshToken(REFRESH);
        options.setOauthScope("");
        AccessTokens tokens = tokens();
        for (int i = 0; i < 3; i++) {
            tokens.token();
            pass(Duration.ofHours(1));
        }
        assertThat(service.requests())
                .extracting(form -> form.get("refresh_token"))
                .containsExactly(REFRESH, "refresh-1", "refresh-2");
        assertThat(service.requests()).allMatch(form -> form.get("grant_type").equals("refresh_token"));
        assertThat(service.requests()).noneMatch(form -> form.containsKey("scope"));
    }

    @Test
    void manyWhoNeedOneAtOnceFetchItOnce() throws Exception {
        AccessTokens tokens = tokens();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(threads.submit(tokens::token));
            }
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo("token-1");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void oneThatIsRefusedIsFetchedAnewOnceAndNotAgainAndAgain() throws Exception {
        AccessTokens tokens = tokens();
        String first = tokens.token();
        assertThat(tokens.refused(first)).isTrue();
        String second = tokens.token();
        assertThat(second).isEqualTo("token-2");
        assertThat(tokens.refused(first)).as("of before").isTrue();
        assertThat(tokens.refused(second)).isFalse();
        assertThat(tokens.token()).isEqualTo("token-2");
        pass(Duration.ofMinutes(2));
        assertThat(tokens.refused(second)).isTrue();
        assertThat(tokens.token()).isEqualTo("token-3");
    }

    @Test
    void oneOfAShortLifeIsUsedForMostOfIt() throws Exception {
        service.lifetime(60);
        AccessTokens tokens = tokens();
        tokens.token();
        pass(Duration.ofSeconds(44));
        assertThat(tokens.token()).isEqualTo("token-1");
        pass(Duration.ofSeconds(2));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"error\":\"invalid_client\",\"error_description\":\"secret\"} | invalid_client; look at mail.oauth.client-id",
                "400 | {\"error\":\"invalid_grant\"}    | get a new one for mail.oauth.refresh-token",
                "400 | {\"error\":\"invalid_scope\"}    | mail.oauth.scope",
                "400 | {\"error\":\"unauthorized_client\"} | client_credentials",
                "400 | {\"error\":\"s3cret token\"}     | status 400; look at the settings mail.oauth.*",
                "503 | <html>s3cret of the client       | status 503; it is tried again",
                "302 | moved                            | status 302",
                "200 | {}                               | without an access_token",
                "200 | s3cret of the client             | without an access_token",
            })
    void aRefusalSaysWhatToDoAndNoSecret(int status, String text, String expected) {
        service.refuse(status, text);

        assertThatThrownBy(tokens()::token)
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining(expected)
                .extracting(Reasons::of, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .doesNotContain("s3cret", REFRESH);
        assertThat(service.requests()).as("followed nowhere, and asked once").hasSize(1);
    }

    @Test
    void aServiceThatIsAwayIsAskedAgainNextTime() throws Exception {
        AccessTokens tokens = tokens();
        service.refuse(503, "");
        assertThatThrownBy(tokens::token).isInstanceOf(MessagingException.class);
        service.refuseNoLonger();
        assertThat(tokens.token()).isEqualTo("token-2");
        service.close();
        pass(Duration.ofHours(2));
        assertThatThrownBy(tokens::token)
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("mail.oauth.token-url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com/token",
                "ftp://localhost/token",
                "login.example.com",
                "http://10.0.0.1/t"
            })
    void secretsGoOverTlsOrStayOnThisMachine(String url) {
        options.setOauthTokenUrl(url);

        assertThatThrownBy(this::tokens)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("oauthTokenUrl");
    }

    @Test
    void withoutAServiceThereIsAPassword() {
        options.setOauthTokenUrl(" ");

        assertThat(tokens()).isNull();
    }

    @Test
    void whatIsMissingIsNamed() {
        options.setOauthClientSecret("");
        assertThatThrownBy(this::tokens)
                .hasMessageContaining("oauthClientSecret")
                .hasMessageContaining("oauthRefreshToken");
        options.setOauthClientId("");
        assertThatThrownBy(this::tokens).hasMessageContaining("oauthClientId");
    }
}
