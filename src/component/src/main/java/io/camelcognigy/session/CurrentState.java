package io.camelcognigy.session;

/** Where one session stands. Changed within its serial executor only, read from any thread as of a moment ago. */
final class CurrentState {

    private final Sessions sessions;
    private volatile SessionState state = SessionState.NEW;

    /** @param sessions told of each change: they are counted by their states */
    CurrentState(Sessions sessions) {
        this.sessions = sessions;
    }

    SessionState get() {
        return state;
    }

    boolean is(SessionState other) {
        return state == other;
    }

    boolean connected() {
        return state.connected();
    }

    /** The only place where the state changes. */
    void moveTo(SessionState next) {
        SessionState before = state;
        state = next;
        sessions.moved(before, next);
    }
}
