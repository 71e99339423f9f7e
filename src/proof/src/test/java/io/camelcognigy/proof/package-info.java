/**
 * The fault harness: what docs/delivery.md promises of the road from Kafka to Kafka, held while things are killed, frozen
 * and cut off. Bridge, broker and endpoint are processes ({@link io.camelcognigy.proof.Child}), with a bad network of our
 * own between them ({@link io.camelcognigy.proof.TcpProxy}). Each input is stamped; a checker that knows nothing of the
 * bridge judges what is left ({@link io.camelcognigy.proof.Checker}, {@link io.camelcognigy.proof.CommitWatch}).
 *
 * <p>Short by {@code ./mvnw -Pproof verify}. Long, one scenario or all: {@code ./mvnw -Pproof test -Dtest=KilledBridgeTest -Dproof.long=true
 * -Dproof.seed=7}, {@code -Dtest='io.camelcognigy.proof.*Test'}. The seed is printed with each result, and draws the same
 * load and the same moments again; what the machine makes of them is its own.
 */
package io.camelcognigy.proof;
