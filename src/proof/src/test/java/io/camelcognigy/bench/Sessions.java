package io.camelcognigy.bench;

import io.camelcognigy.AgentConfiguration.TransportName;
import java.util.List;
import java.util.Locale;

/**
 * {@code ./mvnw -q test-compile exec:exec@sessions}: {@link SessionsCheck} with {@code bench.sessions} sessions (2,000),
 * {@code bench.turns} turns each (3) and {@code bench.transport} (netty). The exit code is 1 if anything is wrong.
 */
final class Sessions {

    private Sessions() {}

    public static void main(String[] args) throws Exception {
        int sessions = Integer.getInteger("bench.sessions", 2_000);
        int turns = Integer.getInteger("bench.turns", 3);
        TransportName transport = TransportName.valueOf(
                System.getProperty("bench.transport", "netty").toUpperCase(Locale.ROOT));
        System.out.printf(
                "%s, -Xmx%dm, transport=%s, the endpoint in another process%n",
                Machine.java(), Machine.maxHeapMegabytes(), transport);
        List<String> problems;
        try (EndpointProcess endpoint = new EndpointProcess()) {
            problems = new SessionsCheck(endpoint, transport, sessions, turns, System.out).run();
        }
        problems.forEach(problem -> System.out.println("WRONG: " + problem));
        if (problems.isEmpty()) {
            System.out.println("All answered, nothing left behind.");
        }
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
