package io.camelcognigy.bridge;

import jakarta.jms.ConnectionFactory;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.PropertyBindingSupport;

/** Makes what {@code jms.connection-factory} says: the client of a broker that the bridge does not bring along. */
final class JmsClient {

    private static final String CLASS = "jms.connection-factory.class";

    private JmsClient() {}

    /** @throws StartException if there is no such class, or it is none, or does not take a property */
    static ConnectionFactory of(Settings.JmsFactory wanted, CamelContext camel) {
        Object made;
        try {
            made = Class.forName(
                            wanted.type().strip(), true, Thread.currentThread().getContextClassLoader())
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ClassNotFoundException e) {
            throw new StartException(
                    "The setting " + CLASS + " names a class that is not there.",
                    "Put the jar of the broker's client beside the bridge, as docs/roads.md says, or correct the name.");
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StartException(
                    "The setting " + CLASS + " names a class that cannot be made: " + e + ".",
                    "Set it to a class with a public constructor without parameters.");
        }
        if (!(made instanceof ConnectionFactory factory)) {
            throw new StartException(
                    "The setting " + CLASS + " names a class that is no jakarta.jms.ConnectionFactory.",
                    "Set it to the connection factory of a client of JMS 3.");
        }
        Map<String, Object> properties = new HashMap<>(wanted.properties());
        try {
            PropertyBindingSupport.build()
                    .withCamelContext(camel)
                    .withTarget(factory)
                    .withIgnoreCase(true)
                    .withRemoveParameters(true)
                    .withProperties(properties)
                    .bind();
        } catch (RuntimeException e) {
            // Its message may repeat the value, which may be a password.
            throw new StartException(
                    "A setting below jms.connection-factory.properties. cannot be given to " + wanted.type() + ".",
                    "Compare names and values with the documentation of that client.",
                    e);
        }
        properties.keySet().stream().findFirst().ifPresent(unknown -> {
            throw new StartException(
                    "There is no setting jms.connection-factory.properties." + unknown + ": " + wanted.type()
                            + " has no such property.",
                    "Correct its name.");
        });
        return factory;
    }
}
