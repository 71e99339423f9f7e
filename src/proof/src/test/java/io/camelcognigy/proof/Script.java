package io.camelcognigy.proof;

import java.util.Map;

/**
 * How the bot is to treat an input; the input itself says it, so that a seed replays it.
 *
 * @param thinkMillis before each output
 * @param outputs how many
 * @param noisy something nobody asked for is pushed into the session in mid-turn
 * @param hangs no answer ever comes
 */
record Script(int thinkMillis, int outputs, boolean noisy, boolean hangs) {

    static Script answer(int thinkMillis) {
        return new Script(thinkMillis, 1, false, false);
    }

    static Script hang() {
        return new Script(0, 1, false, true);
    }

    static Script of(Map<String, Object> data) {
        return new Script((int) data.get("think"), (int) data.get("outputs"), (boolean) data.get("noisy"), (boolean)
                data.get("hangs"));
    }

    String json() {
        return "{\"think\":%d,\"outputs\":%d,\"noisy\":%b,\"hangs\":%b}".formatted(thinkMillis, outputs, noisy, hangs);
    }
}
