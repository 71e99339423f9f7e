package io.camelcognigy.bridge.operate;

import io.camelcognigy.CognigyEndpoint;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Navigate;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The roads that run here, and their pause. A paused road takes nothing in; turns under way come to their end, and what the bot
 * says goes out. Its inputs stay with their source, or go to another bridge.
 */
public final class Roads {

    private static final Logger LOG = LoggerFactory.getLogger(Roads.class);
    private static final String FAMILY = "chat-";
    private static final String NAME = "road=";
    /** Camel's own components, where a route reads from one. */
    private static final Map<String, String> PLAIN =
            Map.of("kafka", "kafka", "jms", "jms", "imap", "mail", "imaps", "mail", "pop3", "mail", "pop3s", "mail");

    private final CamelContext camel;
    private final PausedRoads paused;

    /** Made before any route is: those of paused roads do not start. */
    Roads(CamelContext camel, PausedRoads paused) {
        this.camel = camel;
        this.paused = paused;
        ((ModelCamelContext) camel).addModelLifecycleStrategy(new ModelLifecycleStrategySupport() {
            @Override
            public void onAddRouteDefinition(RouteDefinition route) {
                leaveOutIfPaused(route);
            }
        });
    }

    /** The road that a route takes its inputs from: the parameter road of its URI, else its scheme says it. */
    static Optional<String> of(String uri) {
        int end = uri == null ? -1 : uri.indexOf(':');
        if (end < 0) {
            return Optional.empty();
        }
        String scheme = uri.substring(0, end);
        return scheme.startsWith(FAMILY)
                ? Optional.of(named(uri).orElse(scheme.substring(FAMILY.length())))
                : Optional.ofNullable(PLAIN.get(scheme));
    }

    private static Optional<String> named(String uri) {
        return Arrays.stream(uri.substring(uri.indexOf('?') + 1).split("&"))
                .filter(parameter -> parameter.startsWith(NAME))
                .map(parameter -> parameter.substring(NAME.length()))
                .findFirst();
    }

    /** The routes that take inputs from it. */
    Set<String> routes(String road) {
        return camel.getRoutes().stream()
                .filter(route -> of(route.getEndpoint().getEndpointUri())
                        .filter(road::equals)
                        .isPresent())
                .map(Route::getRouteId)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each road and whether it is paused. */
    Map<String, Boolean> all() {
        Map<String, Boolean> roads = new TreeMap<>();
        agents().keySet().forEach(road -> roads.put(road, isPaused(road)));
        return roads;
    }

    /** Each road and the agents that its routes ask, as far as the routes say it: {@code toD} does not. */
    Map<String, Set<String>> agents() {
        Map<String, Set<String>> roads = new TreeMap<>();
        for (Route route : camel.getRoutes()) {
            of(route.getEndpoint().getEndpointUri())
                    .ifPresent(
                            road -> addAgents(route.navigate(), roads.computeIfAbsent(road, any -> new TreeSet<>())));
        }
        return roads;
    }

    private static void addAgents(Navigate<?> step, Set<String> agents) {
        if (step == null || !step.hasNext()) {
            return;
        }
        for (Object next : step.next()) {
            if (next instanceof EndpointAware aware && aware.getEndpoint() instanceof CognigyEndpoint cognigy) {
                agents.addAll(cognigy.agentNames());
            }
            if (next instanceof Navigate<?> further) {
                addAgents(further, agents);
            }
        }
    }

    /** Those that are paused and that there are routes for. */
    Set<String> paused() {
        return all().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether it takes nothing in because somebody wants so. */
    public boolean isPaused(String road) {
        return paused.contains(road);
    }

    /**
     * Returns when the road has stopped to take in and its turns under way are over, or have had Camel's shutdown timeout.
     *
     * @return false if there is no such road
     */
    boolean pause(String road) throws Exception {
        return change(road, true);
    }

    /** @return false if there is no such road */
    boolean resume(String road) throws Exception {
        return change(road, false);
    }

    /** One at a time: two opposite ones must not leave half a road. */
    private synchronized boolean change(String road, boolean pause) throws Exception {
        Set<String> inputs = routes(road);
        if (inputs.isEmpty()) {
            return false;
        }
        if (isPaused(road) != pause) {
            remember(road, pause);
            LOG.info("road {} is {}", road, pause ? "paused" : "resumed");
        }
        for (String input : inputs) {
            if (pause) {
                camel.getRouteController().stopRoute(input);
            } else {
                camel.getRouteController().startRoute(input);
            }
        }
        return true;
    }

    private void remember(String road, boolean pause) throws IOException {
        try {
            paused.set(road, pause);
        } catch (IOException e) {
            LOG.warn("the pause of road {} cannot be stored: {}", road, e.toString());
            throw e;
        }
    }

    private void leaveOutIfPaused(RouteDefinition route) {
        String uri = route.getInput() == null
                ? null
                : camel.resolvePropertyPlaceholders(route.getInput().getEndpointUri());
        of(uri).filter(this::isPaused).ifPresent(road -> {
            LOG.warn("road {} is paused since before the start: {} takes nothing in", road, route.getRouteId());
            route.setAutoStartup("false");
        });
    }
}
