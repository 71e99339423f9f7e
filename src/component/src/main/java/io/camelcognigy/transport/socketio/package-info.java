/**
 * The transport over {@code io.socket:socket.io-client}: the only package that imports it, and OkHttp's interfaces below
 * it.
 *
 * <p>Who does what. The library opens and closes the Engine.IO and Socket.IO connection and keeps the heartbeat. The
 * sockets below it are ours, on shared Netty threads ({@link
 * io.camelcognigy.transport.socketio.NettyWebSocketFactory}). Events do not pass through the library: {@link
 * io.camelcognigy.transport.socketio.EngineFrames} takes them off the socket before it. Three reasons, all in the
 * library's sources: its one thread per JVM ends whenever it has nothing to do and is started anew for the next event;
 * its heartbeat keeps a dead timer task of every packet received for 45 s; and its parser recurses as deep as a server
 * nests JSON, keeps acknowledgement ids as int, and swallows what it cannot read.
 *
 * <p>What remains of the library: one heartbeat thread per connection, and its thread per JVM for opening, closing and
 * heartbeats, a few tasks a minute and connection. Other users of the library in the same JVM who block that thread stop
 * the answers to our servers' heartbeats too.
 */
package io.camelcognigy.transport.socketio;
