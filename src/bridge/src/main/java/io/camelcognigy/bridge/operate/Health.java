package io.camelcognigy.bridge.operate;

import java.util.List;
import java.util.Optional;

/**
 * The bridge's health at one moment. Whether it lives never depends on what is outside; whether it is ready does.
 *
 * @param live whether Camel runs
 * @param checks of the roads and agents, by name
 */
public record Health(boolean live, List<Check> checks) {

    public Health {
        checks = List.copyOf(checks);
    }

    public Optional<Check> of(String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst();
    }

    /** @param needed names of checks; empty: all */
    public boolean ready(List<String> needed) {
        return live
                && checks.stream()
                        .filter(check -> needed.isEmpty() || needed.contains(check.name()))
                        .allMatch(Check::up);
    }
}
