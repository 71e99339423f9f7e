package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The one URL that the console shows is taken apart as PROTOCOL §2 says, and the token never shows. */
class EndpointAddressTest {

    @ParameterizedTest
    @CsvSource({
        "https://endpoint.example.com/0a1b2c, https://endpoint.example.com, 0a1b2c, /socket.io/",
        "https://endpoint.example.com/0a1b2c/, https://endpoint.example.com, 0a1b2c, /socket.io/",
        "https://e.example.com//0a1b2c, https://e.example.com, 0a1b2c, /socket.io/",
        "https://e.example.com/base/0a1b2c, https://e.example.com/base, 0a1b2c, /base/socket.io/",
        "https://e.example.com/base//0a1b2c, https://e.example.com/base, 0a1b2c, /base/socket.io/",
        "https://e.example.com/a%20b/c/0a1b2c, https://e.example.com/a%20b/c, 0a1b2c, /a%20b/c/socket.io/",
        "HTTP://127.0.0.1:13000/demo, http://127.0.0.1:13000, demo, /socket.io/",
        "http://[::1]:8080/demo, http://[::1]:8080, demo, /socket.io/",
        "https://user:pw@e.example.com/demo?x=1#y, https://e.example.com, demo, /socket.io/",
        "'  https://e.example.com/demo  ', https://e.example.com, demo, /socket.io/"
    })
    void theLastPathSegmentIsTheTokenAndTheRestIsTheServer(String url, String server, String token, String path) {
        EndpointAddress address = EndpointAddress.parse(url);

        assertThat(address.server()).hasToString(server);
        assertThat(address.urlToken().reveal()).isEqualTo(token);
        assertThat(address.socketIoPath()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "https://e.example.com, https://e.example.com, /socket.io/",
        "https://e.example.com/, https://e.example.com, /socket.io/",
        "https://e.example.com/base, https://e.example.com/base, /base/socket.io/",
        "https://e.example.com/base/, https://e.example.com/base, /base/socket.io/",
    })
    void aServerAddressMayBeGivenWithoutTheToken(String serverUrl, String server, String path) {
        EndpointAddress address = EndpointAddress.of(serverUrl, " 0a1b2c ");

        assertThat(address.server()).hasToString(server);
        assertThat(address.urlToken()).isEqualTo(Secret.of("0a1b2c"));
        assertThat(address.socketIoPath()).isEqualTo(path);
    }

    @Test
    void onlyHttpsIsSecure() {
        assertThat(EndpointAddress.parse("HTTPS://e.example.com/t").secure()).isTrue();
        assertThat(EndpointAddress.parse("http://e.example.com/t").secure()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t0ken",
                "e.example.com/t0ken",
                "ws://e.example.com/t0ken",
                "https:///t0ken",
                "https:t0ken",
                "https://e.example.com/t0ken t0ken",
                "https://e.example.com/%t0ken",
                "https://e.example.com?t0ken",
                "https://e.example.com/#t0ken",
            })
    void aBrokenUrlIsRefusedAndNeverRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointAddress.parse(url))
                .withMessageContaining("endpointUrl")
                .withMessageNotContaining("t0ken")
                .withNoCause();
    }

    @Test
    void aMissingTokenIsSaidInTheWordsOfTheConsole() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointAddress.parse("https://e.example.com/"))
                .withMessageContaining("https://<server>/<token>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointAddress.of("https://e.example.com", " "))
                .withMessage("urlToken is missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EndpointAddress.parse(null))
                .withMessage("endpointUrl is missing");
    }
}
