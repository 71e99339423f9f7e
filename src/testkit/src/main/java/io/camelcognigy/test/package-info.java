/**
 * A Cognigy.AI Socket.IO Endpoint for tests. {@link io.camelcognigy.test.CognigyEndpoint} is the JUnit extension that most
 * tests need; {@link io.camelcognigy.test.SimulatedEndpoint} the server behind it, for tests of the protocol itself.
 */
package io.camelcognigy.test;
