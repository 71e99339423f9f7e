package io.camelcognigy;

import java.util.LinkedHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;

/**
 * The component's option {@code agents}. A type of its own, with a {@link Configurer}, so that Camel's property binding takes
 * {@code agents.eu.endpoint-url=…}: for a plain map it knows {@code agents[eu].endpoint-url=…} only.
 */
public final class AgentsByName extends LinkedHashMap<String, AgentConfiguration> {

    private static final long serialVersionUID = 1L;

    /** Found by Camel under the name of the class above: a name that is new makes an agent. */
    public static final class Configurer implements PropertyConfigurer, PropertyConfigurerGetter {

        @Override
        public boolean configure(
                CamelContext camelContext, Object target, String name, Object value, boolean ignoreCase) {
            if (value instanceof AgentConfiguration agent) {
                ((AgentsByName) target).put(name, agent);
                return true;
            }
            return false;
        }

        @Override
        public Class<?> getOptionType(String name, boolean ignoreCase) {
            return AgentConfiguration.class;
        }

        @Override
        public Object getOptionValue(Object target, String name, boolean ignoreCase) {
            return ((AgentsByName) target).computeIfAbsent(name, unknown -> new AgentConfiguration());
        }
    }
}
