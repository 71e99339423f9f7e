package io.camelcognigy.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.camelcognigy.testing.TokenService;
import jakarta.mail.AuthenticationFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both mail servers are told an access token in place of a password, on servers that take the latest one only. */
class LoginByTokenTest {

    private static final String BOT = "bot@localhost";

    private final TokenService service = new TokenService(BOT);
    private final GreenMail server =
            new GreenMail(new ServerSetup[] {setup(ServerSetup.PROTOCOL_IMAP), setup(ServerSetup.PROTOCOL_SMTP)});
    private MailServers servers;

    private static ServerSetup setup(String protocol) {
        return new ServerSetup(0, "127.0.0.1", protocol);
    }

    @BeforeEach
    void start() {
        server.start();
        service.onIssue(this::take);
        ChatMailConfiguration options = new ChatMailConfiguration();
        options.setImapUrl("imap://127.0.0.1:" + server.getImap().getPort());
        options.setSmtpUrl("smtp://127.0.0.1:" + server.getSmtp().getPort());
        options.setStarttls(false);
        options.setOauthTokenUrl(service.url());
        options.setOauthClientId("a client");
        options.setOauthClientSecret("its secret");
        servers = new MailServers(options, BOT, AccessTokens.of(options, null, System::nanoTime), null);
    }

    /** From now on no other token opens the mailbox. */
    private void take(String token) {
        server.setUser(BOT, BOT, token);
    }

    @AfterEach
    void stop() {
        server.stop();
        service.close();
    }

    @Test
    void oneTokenIsForBothServers() throws Exception {
        servers.openStore().close();
        servers.openIdleStore().close();
        servers.probe();

        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void oneThatWasWithdrawnIsFetchedAnewOnce() throws Exception {
        servers.openStore().close();
        take("another");

        servers.openStore().close();
        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void whereEachIsRefusedTheServiceIsNotAskedAgainAndAgain() throws Exception {
        service.onIssue(token -> take("another"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> servers.openStore().close()).isInstanceOf(AuthenticationFailedException.class);
            assertThatThrownBy(servers::probe).isInstanceOf(AuthenticationFailedException.class);
        }

        assertThat(service.requests()).hasSize(2);
    }
}
