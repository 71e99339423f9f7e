package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client of another broker is made as the settings say, or refused in a line that repeats no value. */
class JmsClientTest {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        camel.close();
    }

    @Test
    void itsPropertiesAreSetHoweverTheirLettersAre() {
        Settings.JmsFactory wanted =
                new Settings.JmsFactory(ForeignConnectionFactory.class.getName(), Map.of("ADDRESS", "amqp://host?a=b"));

        assertThat(JmsClient.of(wanted, camel))
                .isInstanceOfSatisfying(
                        ForeignConnectionFactory.class,
                        made -> assertThat(made.getAddress()).isEqualTo("amqp://host?a=b"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no.such.Factory   | clientID    | names a class that is not there
            java.lang.String  | clientID    | is no jakarta.jms.ConnectionFactory
            java.util.List    | clientID    | cannot be made
            artemis           | colour      | properties.colour
            artemis           | callTimeout | cannot be given
            """)
    void whatCannotBeIsRefused(String type, String property, String words) {
        String name = type.equals("artemis") ? ActiveMQConnectionFactory.class.getName() : type;
        Settings.JmsFactory wanted = new Settings.JmsFactory(name, Map.of(property, "s3cret"));

        assertThatThrownBy(() -> JmsClient.of(wanted, camel))
                .isInstanceOf(StartException.class)
                .satisfies(refusal -> {
                    String line = StartFailure.line(refusal).orElseThrow();
                    assertThat(line).contains(words).doesNotContain("s3cret");
                });
    }
}
