/**
 * The benchmark and the check with thousands of sessions: {@code ./mvnw test-compile exec:exec@benchmark} and
 * {@code exec:exec@sessions}.
 *
 * <p>Whatever is measured has a JVM to itself, and so have the endpoint, the broker and the load: the CPU time of a
 * process is then the CPU time of the part that is measured. The parent drives them over their standard input and output
 * ({@link io.camelcognigy.bench.ChildProcess}, {@link io.camelcognigy.bench.ChildCommands}).
 */
package io.camelcognigy.bench;
