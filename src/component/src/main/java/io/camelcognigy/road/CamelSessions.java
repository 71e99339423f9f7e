package io.camelcognigy.road;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.session.Reopening;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.SessionRegister;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** The sessions of all {@code cognigy:} components of a Camel context. */
public final class CamelSessions implements Register.Sessions {

    private final CamelContext camel;

    public CamelSessions(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public Reopening reopen(SessionEntry entry, Duration quiet, SessionRegister owner) {
        return components()
                .map(component -> component.reopen(entry, quiet, owner))
                .filter(reopening -> reopening != Reopening.NO_AGENT)
                .findFirst()
                .orElse(Reopening.NO_AGENT);
    }

    @Override
    public void letGo(SessionEntry entry, SessionRegister owner, Consumer<Boolean> gone) {
        components()
                .filter(component -> component.isRunning(entry.agent()))
                .findFirst()
                .ifPresentOrElse(component -> component.letGo(entry, owner, gone), () -> gone.accept(true));
    }

    @Override
    public void close(SessionRegister owner) {
        closeAll(owner);
    }

    /** Closes all of that owner, see {@link CognigyComponent#closeSessions}. */
    public void closeAll(Object owner) {
        components().forEach(component -> component.closeSessions(owner));
    }

    private Stream<CognigyComponent> components() {
        return camel.getComponentNames().stream()
                .map(camel::hasComponent)
                .filter(CognigyComponent.class::isInstance)
                .map(CognigyComponent.class::cast);
    }
}
