package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

/** Mail is on two servers of the operator's, or on ours; what cannot work is said at the start, without secrets. */
class MailSettingsTest {

    private static MailSettings settings(String imap, String smtp) {
        return new MailSettings(new MockEnvironment()
                .withProperty("mail.imap-url", imap)
                .withProperty("mail.smtp-url", smtp)
                .withProperty("mail.address", "bot@localhost"));
    }

    @Test
    void nothingConfiguredWantsTheEmbeddedServer() {
        assertThat(settings("", " ").wantsEmbedded()).isTrue();
        assertThat(settings("imaps://a", "").wantsEmbedded()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"imaps://imap.example.com,smtps://smtp.example.com:465", "imap://a:143,smtp://a:587"})
    void twoServersAreTaken(String imap, String smtp) {
        assertThatCode(() -> settings(imap, smtp).check()).doesNotThrowAnyException();
        assertThat(settings(imap, smtp).defaults(false)).containsOnlyKeys("mail.secret");
    }

    @ParameterizedTest
    @CsvSource({
        "imaps://a,''",
        "'',smtp://a",
        "https://a,smtp://a",
        "imap://anna:pw@a,smtp://a",
        "imap://a/x,smtp://a",
        "imap://a,smtp://a?password=pw",
        "a,b"
    })
    void allElseIsRefused(String imap, String smtp) {
        assertThatThrownBy(() -> settings(imap, smtp).check())
                .isInstanceOf(StartException.class)
                .hasMessageNotContaining("pw");
    }
}
