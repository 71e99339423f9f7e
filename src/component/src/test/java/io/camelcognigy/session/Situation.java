package io.camelcognigy.session;

/** Where the state table begins: a state, with what there is to wait for. */
enum Situation {
    NEW(SessionState.NEW),
    ADMISSION(SessionState.ADMISSION),
    CONNECTING(SessionState.CONNECTING),
    BACKOFF(SessionState.BACKOFF),
    READY(SessionState.READY),
    IN_TURN(SessionState.IN_TURN),
    IN_TURN_OTHERS_WAIT(SessionState.IN_TURN),
    STEP_LOST_BY_TIMEOUT(SessionState.OUT_OF_STEP),
    STEP_LOST_BY_ERROR(SessionState.OUT_OF_STEP),
    STOPPED(SessionState.CLOSED),
    EVICTED(SessionState.CLOSED);

    final SessionState state;

    Situation(SessionState state) {
        this.state = state;
    }
}
