package io.camelcognigy.session;

import java.util.concurrent.Executor;

/** Tells callers on the route executor, so that no route ever runs on the transport's or a timer's thread. */
final class Callers implements Executor {

    private final Executor routes;

    Callers(Executor routes) {
        this.routes = routes;
    }

    @Override
    public void execute(Runnable telling) {
        try {
            routes.execute(telling);
        } catch (RuntimeException | Error e) {
            // The context stops and has taken its threads along, or no thread can be started. The caller must be told.
            telling.run();
        }
    }
}
