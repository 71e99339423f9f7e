package io.camelcognigy.bridge;

import org.springframework.core.env.ConfigurableEnvironment;

/** Which addresses are those of servers that a demonstration brought along. */
public final class Embedded {

    /** The property source with the addresses of what was brought along. */
    public static final String PROPERTIES = "embedded servers";

    private Embedded() {}

    /** Whether the address in that property is one of those. */
    public static boolean isIn(ConfigurableEnvironment environment, String property) {
        return environment.getPropertySources().contains(PROPERTIES)
                && environment.getPropertySources().get(PROPERTIES).containsProperty(property);
    }
}
