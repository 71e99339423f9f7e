package io.camelcognigy.transport.socketio;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.io.EOFException;
import okio.ByteString;

/** The last handler of a channel: does the HTTP upgrade and tells its {@link NettyWebSocket} what comes. */
final class WebSocketHandler extends SimpleChannelInboundHandler<Object> {

    private static final int NO_CLOSE_CODE = 1005;

    private final NettyWebSocket socket;
    private final WebSocketClientHandshaker handshaker;

    WebSocketHandler(NettyWebSocket socket, WebSocketClientHandshaker handshaker) {
        this.socket = socket;
        this.handshaker = handshaker;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handshaker.handshake(ctx.channel()).addListener(sent -> {
            if (!sent.isSuccess()) {
                socket.failed(sent.cause(), null);
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, Object message) {
        if (message instanceof TextWebSocketFrame text) {
            socket.received(text.text());
        } else if (message instanceof FullHttpResponse response && !handshaker.isHandshakeComplete()) {
            upgrade(ctx, response);
        } else if (message instanceof PingWebSocketFrame ping) {
            // A server that pings and never reads gets no more pongs than the socket takes: they would fill the memory.
            if (ctx.channel().isWritable()) {
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            }
        } else if (message instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            socket.peerCloses(code < 0 ? NO_CLOSE_CODE : code, close.reasonText());
        } else if (message instanceof BinaryWebSocketFrame binary) {
            socket.received(ByteString.of(ByteBufUtil.getBytes(binary.content())));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        socket.failed(new EOFException("the other end cut the connection"), null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        socket.failed(cause, null);
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpResponse response) {
        try {
            handshaker.finishHandshake(ctx.channel(), response);
        } catch (WebSocketHandshakeException e) {
            int status = response.status().code();
            socket.failed(e, socket.response(status, response.status().reasonPhrase()));
            return;
        }
        socket.opened();
    }
}
