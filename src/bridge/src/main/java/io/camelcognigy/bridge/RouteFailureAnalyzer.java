package io.camelcognigy.bridge;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.util.URISupport;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which route is wrong and why, without the stack trace around it. */
final class RouteFailureAnalyzer extends AbstractFailureAnalyzer<FailedToCreateRouteException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FailedToCreateRouteException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new FailureAnalysis(
                "The route '" + cause.getRouteId() + "' cannot be created: "
                        + URISupport.sanitizeUri(String.valueOf(root.getMessage())),
                "Correct the route's YAML, or the property that it takes its value from.",
                cause);
    }
}
