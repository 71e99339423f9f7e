package io.camelcognigy.bench;

import java.util.List;

/**
 * {@code ./mvnw -q test-compile exec:exec@sessions}: {@link SessionsCheck} with {@code bench.sessions} sessions (2,000)
 * and {@code bench.turns} turns each (3). The exit code is 1 if anything is wrong.
 */
final class Sessions {

    private Sessions() {}

    public static void main(String[] args) throws Exception {
        int sessions = Integer.getInteger("bench.sessions", 2_000);
        int turns = Integer.getInteger("bench.turns", 3);
        System.out.printf("%s, -Xmx%dm, the endpoint in another process%n", Machine.java(), Machine.maxHeapMegabytes());
        List<String> problems;
        try (EndpointProcess endpoint = new EndpointProcess()) {
            problems = new SessionsCheck(endpoint, sessions, turns, System.out).run();
        }
        problems.forEach(problem -> System.out.println("WRONG: " + problem));
        if (problems.isEmpty()) {
            System.out.println("All answered, nothing left behind.");
        }
        System.exit(problems.isEmpty() ? 0 : 1);
    }
}
