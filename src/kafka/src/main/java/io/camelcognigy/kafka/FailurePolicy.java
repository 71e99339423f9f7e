package io.camelcognigy.kafka;

import io.camelcognigy.kafka.ChatKafkaConfiguration.InDoubt;
import io.camelcognigy.road.Outcomes;
import io.camelcognigy.session.AgentStoppedException;
import io.camelcognigy.session.SessionMovedException;
import io.camelcognigy.session.TurnException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.RollbackExchangeException;

/**
 * Whether a record whose exchange failed is processed again or becomes a dead letter. Not sent: again, until it is too old.
 * In doubt: as configured. Rejected: a dead letter at once.
 *
 * @param deadLetters whether there is a topic for them
 * @param maxAge zero: an input never gets too old
 */
record FailurePolicy(boolean deadLetters, InDoubt inDoubt, Duration maxAge) {

    static FailurePolicy of(ChatKafkaConfiguration options) {
        return new FailurePolicy(options.getDeadLetter() != null, options.getInDoubt(), options.getMaxAge());
    }

    /** @param age since it was begun for the first time */
    boolean isDeadLetter(Throwable failure, Duration age) {
        if (!deadLetters || leftToTheNextOwner(failure)) {
            return false;
        }
        return switch (Outcomes.of(failure)) {
            case ANSWERED -> false;
            case NOT_SENT -> !maxAge.isZero() && age.compareTo(maxAge) >= 0;
            case IN_DOUBT -> inDoubt == InDoubt.DEAD_LETTER;
            case REJECTED -> true;
        };
    }

    /** Nothing is wrong with the input: the route, the agent or the session stops here, and goes on elsewhere. */
    static boolean leftToTheNextOwner(Throwable failure) {
        TurnException turn = Outcomes.turnFailure(failure);
        return turn instanceof AgentStoppedException
                || turn instanceof SessionMovedException
                || failure instanceof RollbackExchangeException
                || failure instanceof RejectedExecutionException;
    }
}
