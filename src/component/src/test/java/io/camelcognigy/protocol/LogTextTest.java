package io.camelcognigy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whatever an id consists of, it stays within its line, readable, and no two ids read alike. */
class LogTextTest {

    @Test
    void whatIsHarmlessStaysAsItIs() {
        String id = "user-17@example.com/Öl 😀";

        assertThat(LogText.of(id)).isEqualTo(id);
        assertThat(LogText.of("")).isEmpty();
    }

    @Test
    void nothingBeginsALineOrReordersOne() {
        assertThat(LogText.of("evil\r\n2026 ERROR")).isEqualTo("evil\\u000d\\u000a2026 ERROR");
        assertThat(LogText.of("\u001b[31m\u0000\u0085\u2028\u202e\u200b"))
                .isEqualTo("\\u001b[31m\\u0000\\u0085\\u2028\\u202e\\u200b");
    }

    @Test
    void halfACharacterIsWrittenAsItsNumber() {
        assertThat(LogText.of("\ud83d")).isEqualTo("\\ud83d");
    }

    @Test
    void anIdThatLooksEscapedIsNotMistakenForOneThatWas() {
        assertThat(LogText.of("a\\u000a")).isEqualTo("a\\\\u000a").isNotEqualTo(LogText.of("a\n"));
    }

    @Test
    void whatIsTooLongIsCutAndSaysSo() {
        assertThat(LogText.of("abc", 3)).isEqualTo("abc");
        assertThat(LogText.of("a\nbcd", 3)).isEqualTo("a\\u000ab...");
        assertThat(LogText.of("\ud83d\ude00", 1)).isEqualTo("\\ud83d...");
    }
}
