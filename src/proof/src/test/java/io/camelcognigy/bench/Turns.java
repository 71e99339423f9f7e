package io.camelcognigy.bench;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A fixed number of turns in each of many sessions, all sessions at once. */
final class Turns {

    private static final long PATIENCE_SECONDS = 120;

    private final Client client;
    private final int session;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Turns(Client client, int session) {
        this.client = client;
        this.session = session;
    }

    /** Blocks until all turns of the sessions from (inclusive) to (exclusive) are over; throws if one failed. */
    static void run(Client client, int from, int to, int turns) throws Exception {
        run(client, from, to, turns, PATIENCE_SECONDS);
    }

    static void run(Client client, int from, int to, int turns, long patienceSeconds) throws Exception {
        CompletableFuture<?>[] ends = IntStream.range(from, to)
                .mapToObj(session -> new Turns(client, session).begin(turns))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(ends).get(patienceSeconds, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> begin(int left) {
        if (left == 0) {
            end.complete(null);
            return end;
        }
        client.turn(session, failure -> {
            if (failure == null) {
                begin(left - 1);
            } else {
                end.completeExceptionally(failure);
            }
        });
        return end;
    }
}
