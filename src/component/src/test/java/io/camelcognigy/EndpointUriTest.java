package io.camelcognigy;

import static io.camelcognigy.CognigyConstants.SESSION_ID;
import static io.camelcognigy.CognigyConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Endpoint;
import org.apache.camel.util.URISupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An endpoint is what its whole URI says, secrets included; what people are shown of the URI has no secrets. */
class EndpointUriTest extends CognigyTestSupport {

    private static final String HASHED = "cognigy:support?sessionIdStrategy=hashed&sessionIdSecret=";

    @Test
    void endpointsThatDifferInTheirSecretOnlyAreTwo() throws Exception {
        Object one = request(HASHED + "one", "hello", SESSION_KEY, "alice")
                .getMessage()
                .getHeader(SESSION_ID);
        Object other = request(HASHED + "other", "hello", SESSION_KEY, "alice")
                .getMessage()
                .getHeader(SESSION_ID);

        assertThat(other).isNotEqualTo(one);
        assertThat(context.getEndpoint(HASHED + "one")).isNotEqualTo(context.getEndpoint(HASHED + "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pepper", "RAW(pepper)", "RAW(pe)pper)", "RAW{pe}pper}", "RAW(pep&per+%41)", "pe%29pper"})
    void aSecretIsShownNowhere(String secret) {
        Endpoint one = context.getEndpoint(HASHED + secret + "&turnTimeout=5s");

        assertThat(one.toString()).contains("turnTimeout=5s").doesNotContain("pper");
        // Camel's own way, as in JMX, events and consoles.
        assertThat(URISupport.sanitizeUri(one.getEndpointUri()))
                .contains("turnTimeout=5s")
                .doesNotContain("pper");
        assertThat(((CognigyEndpoint) one).getConfiguration().getSessionIdSecret())
                .endsWith(secret.contains("&") ? "per+%41" : "pper");
    }

    @Test
    void theEndpointsUrlAndEachOtherSecretAreHiddenTogether() {
        String uri = context.getEndpoint(
                        "cognigy:other?endpointUrl=https://host/t0ken&sessionIdSecret=pepper&proxyHost=p"
                                + "&proxyPort=1&proxyUser=u&proxyPassword=sesame&turnTimeout=5s")
                .getEndpointUri();

        assertThat(URISupport.sanitizeUri(uri))
                .contains("turnTimeout=5s", "proxyHost=p")
                .doesNotContain("t0ken", "pepper", "sesame");
        assertThat(URISupport.sanitizeUri("cognigy:x?urlToken=t0ken&serverUrl=https://host"))
                .doesNotContain("t0ken");
    }

    @Test
    void whatOthersHaveDeclaredSensitiveStaysSo() {
        assertThat(context.getCamelContextExtension().getAdditionalSensitiveKeywords())
                .contains("pinCode", "endpointUrl");
        assertThat(URISupport.sanitizeUri("other:x?pinCode=1234")).doesNotContain("1234");
    }

    @Override
    protected org.apache.camel.CamelContext createCamelContext() throws Exception {
        org.apache.camel.CamelContext camel = super.createCamelContext();
        camel.removeComponent("cognigy");
        camel.getCamelContextExtension().setAdditionalSensitiveKeywords("pinCode");
        CognigyComponent component = new CognigyComponent();
        component.getConfiguration().setEndpointUrl(endpoint.endpointUrl());
        camel.addComponent("cognigy", component);
        return camel;
    }
}
