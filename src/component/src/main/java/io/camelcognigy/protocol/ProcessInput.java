package io.camelcognigy.protocol;

import java.util.Map;

/**
 * One input to the bot: the event {@code processInput} (PROTOCOL §7). {@code source} is always {@code device} and needs
 * no field.
 *
 * @param text null leaves the key out, which only a pure reset may do; data alone is sent with {@code ""}
 * @param data null leaves the key out
 * @param resetFlow a switch for this one input; sent as a JSON boolean, always
 * @param passthroughIp null is sent as JSON null
 */
public record ProcessInput(
        Secret urlToken,
        String userId,
        String sessionId,
        String channel,
        String passthroughIp,
        boolean resetFlow,
        String text,
        Map<String, Object> data) {

    @Override
    public String toString() {
        return "ProcessInput[textLength=" + (text == null ? -1 : text.length()) + ", data=" + (data != null)
                + ", resetFlow=" + resetFlow + "]";
    }
}
