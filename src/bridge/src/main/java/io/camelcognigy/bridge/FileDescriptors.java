package io.camelcognigy.bridge;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps sessions within the process's limit of file descriptors: each holds one, and the roads need some, too. Without room
 * of their own the roads' clients get none once idle sessions hold them all, and nobody is answered.
 */
final class FileDescriptors implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FileDescriptors.class);
    private static final String MAX_SESSIONS = "camel.component.cognigy.max-sessions";
    /** For the clients of Kafka, JMS and mail, the event loops, and connections that are being replaced. */
    private static final long ROADS = 128;
    /** With fewer sessions it is no bridge. */
    private static final long FEWEST = 16;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof UnixOperatingSystemMXBean unix) {
            limit(context.getEnvironment(), unix.getMaxFileDescriptorCount(), unix.getOpenFileDescriptorCount());
        }
    }

    static void limit(ConfigurableEnvironment environment, long limit, long open) {
        Map<String, Integer> bounds = bounds(environment);
        int wanted = bounds.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        Set<String> names = new TreeSet<>(new RouteFiles(environment).agents());
        names.addAll(AgentSettings.of(environment).names());
        int agents = Math.max(1, names.size());
        long room = (limit - open - ROADS) / agents;
        if (room < FEWEST) {
            throw new StartException(
                    "A limit of " + limit + " file descriptors leaves no room for sessions.",
                    "Raise it (ulimit -n, LimitNOFILE of systemd) to " + ROADS + " more than there shall be sessions.");
        }
        if (room < wanted) {
            LOG.warn(
                    "a limit of {} file descriptors leaves room for {} sessions of each agent, not for {} ({}): that is their"
                            + " bound now; raise the limit (ulimit -n)",
                    limit,
                    room,
                    wanted,
                    MAX_SESSIONS);
            bounds.values().removeIf(bound -> bound <= room);
            Map<String, Object> fewer = new HashMap<>();
            bounds.keySet().forEach(setting -> fewer.put(setting, room));
            environment.getPropertySources().addFirst(new MapPropertySource("descriptors", fewer));
        }
    }

    /** Of all agents, and of those with one of their own, by their settings. */
    private static Map<String, Integer> bounds(ConfigurableEnvironment environment) {
        Map<String, Integer> bounds = new HashMap<>();
        bounds.put(MAX_SESSIONS, environment.getRequiredProperty(MAX_SESSIONS, Integer.class));
        AgentSettings agents = AgentSettings.of(environment);
        for (String agent : agents.names()) {
            String own = agents.of(agent).get("maxSessions");
            if (own != null) {
                bounds.put(AgentSettings.setting(agent, "maxSessions"), Integer.valueOf(own));
            }
        }
        return bounds;
    }
}
