package io.camelcognigy.bridge.operate;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The operation port.
 *
 * @param address where it listens
 * @param port 0: any free one
 * @param token what who changes something must send; a secret. Empty: nobody can
 * @param readyNeeds the checks that count for readiness, such as {@code road-kafka}; empty: all
 * @param showSessionKeys whether session keys are shown, which may be phone numbers or mail addresses
 * @param stateFile where it is remembered which roads are paused; empty: nowhere
 */
@ConfigurationProperties("operate")
public record OperateSettings(
        String address, int port, String token, List<String> readyNeeds, boolean showSessionKeys, String stateFile) {

    public OperateSettings {
        token = token == null ? "" : token;
        readyNeeds = readyNeeds == null ? List.of() : List.copyOf(readyNeeds);
    }

    /** Records show all they have. */
    @Override
    public String toString() {
        return "OperateSettings[" + address + ":" + port + "]";
    }
}
