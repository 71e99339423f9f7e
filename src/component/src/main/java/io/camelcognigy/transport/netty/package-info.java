/**
 * The transport of our own: both generations of Engine.IO and Socket.IO over websocket (PROTOCOL §3, §15) on Netty's event
 * loops, without a thread, a task or a timer per connection.
 *
 * <p>Who does what, from the wire up. {@link io.camelcognigy.transport.netty.Upgrade} is the HTTP request and the check of
 * its answer; {@link io.camelcognigy.transport.netty.FrameDecoder} and {@link
 * io.camelcognigy.transport.netty.FrameEncoder} are WebSocket frames; {@link
 * io.camelcognigy.transport.netty.WebSocketChannel} is the one handler that puts them into a channel. {@link
 * io.camelcognigy.transport.netty.NettyConnection} speaks Engine.IO in one of two {@link
 * io.camelcognigy.transport.netty.Generation}s. Each event loop has one {@link
 * io.camelcognigy.transport.netty.Heartbeats} and one {@link io.camelcognigy.transport.netty.LoopWrites} for all its
 * connections.
 */
package io.camelcognigy.transport.netty;
