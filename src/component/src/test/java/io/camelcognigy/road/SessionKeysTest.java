package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A road's keys are its own unless it shares them: nobody who may write to one road speaks in another's sessions. */
class SessionKeysTest {

    private final SessionKeys jms = SessionKeys.of("jms", true);
    private final SessionKeys mail = SessionKeys.of("mail", true);
    private final SessionKeys kafka = SessionKeys.of("kafka", false);

    @Test
    void oneKeyOnTwoRoadsIsTwoSessions() throws Exception {
        assertThat(jms.sessionKey("anna")).isEqualTo("jms~anna");
        assertThat(mail.sessionKey("anna")).isEqualTo("mail~anna");
        assertThat(kafka.sessionKey("anna")).isEqualTo("anna");
    }

    @Test
    void roadsThatShareTheirKeysShareTheirSessions() throws Exception {
        SessionKeys other = SessionKeys.of("jms", false);
        assertThat(other.sessionKey("anna")).isEqualTo(kafka.sessionKey("anna"));
        assertThat(other.sessionKey("jms~anna")).isEqualTo(kafka.sessionKey("jms~anna"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jms~anna", "mail~~", "jms~a\nb", "shared~jms~anna", "x~"})
    void noSharedKeyReachesASessionOfARoadsOwn(String key) throws Exception {
        assertThat(kafka.sessionKey(key)).isEqualTo("shared~" + key).isNotEqualTo(jms.sessionKey("anna"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "jms~anna", "shared~anna", "~", "a b~c", "user:42", "a\nb"})
    void theKeyIsFoundAgain(String key) throws Exception {
        assertThat(SessionKeys.key(jms.sessionKey(key))).isEqualTo(key);
        assertThat(SessionKeys.key(kafka.sessionKey(key))).isEqualTo(key);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        for (String key : new String[] {null, "", " \t"}) {
            assertThatThrownBy(() -> jms.sessionKey(key))
                    .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo("BRIDGE-NO-KEY"));
        }
        assertThatThrownBy(() -> kafka.sessionKey("anna\ud800"))
                .satisfies(refusal -> assertThat(Outcomes.reason(refusal)).isEqualTo("BRIDGE-BAD-KEY"));
    }

    @Test
    void aRoadsNameIsOneThatCannotBeMistaken() {
        for (String name : new String[] {"", "a~b", "shared", "a b", "x".repeat(41)}) {
            assertThatThrownBy(() -> SessionKeys.of(name, true)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
