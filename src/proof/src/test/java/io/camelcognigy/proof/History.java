package io.camelcognigy.proof;

import java.util.List;

/**
 * All that a run left behind, each list in the order in which it happened.
 *
 * @param sent what was put on the input topic
 * @param heard what the endpoint read
 * @param answers what the reply topic has
 * @param deadLetters what the dead-letter topic has
 */
record History(List<Sent> sent, List<Heard> heard, List<Answer> answers, List<DeadLetter> deadLetters) {

    /** @param at milliseconds since the epoch */
    record Sent(Stamp stamp, int partition, long offset, long at) {}

    /** @param at milliseconds since the epoch */
    record Heard(Stamp stamp, String sessionId, long at) {}

    /**
     * @param stamp the input that the bot said it answers
     * @param correlationId the input that the bridge believes it answers
     * @param unasked whether the bridge gives it out as no answer: it came when its turn was over
     * @param part counted from 1
     * @param parts how many outputs answer that input
     * @param at milliseconds since the epoch
     */
    record Answer(
            Stamp stamp,
            String key,
            String sessionId,
            String correlationId,
            boolean unasked,
            int part,
            int parts,
            long at) {}

    /** @param at milliseconds since the epoch */
    record DeadLetter(Stamp stamp, String key, String reason, long at) {}
}
