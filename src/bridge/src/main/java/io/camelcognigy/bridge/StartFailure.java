package io.camelcognigy.bridge;

import io.camelcognigy.bridge.operate.NoPortException;
import java.util.Optional;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.util.URISupport;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in one line why the bridge does not start and what to do about it, where that is known; no stack then. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class StartFailure implements SpringBootExceptionReporter {

    /** @param context Spring's, which it hands to the only constructor; null before there is one */
    StartFailure(ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        Optional<String> line = line(failure);
        line.ifPresent(known -> {
            System.err.println("camel-cognigy does not start: " + known);
            System.err.flush();
        });
        return line.isPresent();
    }

    /** The outermost cause that says something. */
    static Optional<String> line(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartException start) {
                return Optional.of(oneLine(start.getMessage() + " " + start.action()));
            }
            if (cause instanceof FailedToCreateRouteException route) {
                return Optional.of(route(route.getRouteId(), route));
            }
            if (cause instanceof FailedToStartRouteException route) {
                return Optional.of(route(route.getRouteId(), route));
            }
            if (cause instanceof NoPortException port) {
                return Optional.of(oneLine("The operation port: " + port.getMessage()
                        + ". Stop what listens there (another bridge?), or set operate.address and operate.port (0: any free"
                        + " one)."));
            }
            if (cause instanceof MarkedYAMLException yaml) {
                return Optional.of(oneLine("a settings file or a route is no YAML: " + yaml.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static String route(String id, Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            if (root instanceof StartException start) {
                return oneLine(start.getMessage() + " " + start.action());
            }
            root = root.getCause();
        }
        if (root instanceof StartException start) {
            return oneLine(start.getMessage() + " " + start.action());
        }
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return oneLine("The route '" + id + "' cannot run: "
                + URISupport.sanitizeUri(reason).replaceAll("\\.+$", "")
                + ". Correct the route, or the setting that it takes its value from.");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }
}
