package io.camelcognigy.spring;

import io.camelcognigy.CognigyConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** {@code camel.component.cognigy.*}: the component's own options, declared there and nowhere else. */
@ConfigurationProperties("camel.component.cognigy")
public class CognigyProperties extends CognigyConfiguration {

    /** Takes the Camel context's global TLS settings where an agent has none. */
    private boolean useGlobalSslContextParameters;

    /** A blank value, such as a placeholder for an unset variable, is none. */
    @Override
    public void setEndpointUrl(String endpointUrl) {
        super.setEndpointUrl(endpointUrl == null || endpointUrl.isBlank() ? null : endpointUrl);
    }

    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
