/**
 * The conversation engine: an {@link io.camelcognigy.session.Agent} holds sessions, a session runs one turn after the
 * other over connections that come and go. No Camel and no Socket.IO in here.
 *
 * <p>Each session's state is moved by one serial executor. Whoever brings an event (a route's thread, the transport, a
 * timer) moves the state itself, which never blocks; everything foreign (consumers' routes, callbacks) runs on the
 * executor given to the agent.
 */
package io.camelcognigy.session;
