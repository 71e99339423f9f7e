package io.camelcognigy.test;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/** Turns the HTTP request into a WebSocket of either Engine.IO generation; answers 400 or 404 to anything else. */
final class UpgradeHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private final Hub hub;
    private final Track track;

    UpgradeHandler(Hub hub, Track track) {
        this.hub = hub;
        this.track = track;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        QueryParameters query = QueryParameters.of(request.uri());
        if (hub.faults().strikes(FailAt.NO_UPGRADE)) {
            return;
        }
        if (hub.faults().strikes(FailAt.HTTP_UPGRADE)) {
            answer(ctx, HttpResponseStatus.SERVICE_UNAVAILABLE, "");
        } else if (!query.path().equals(hub.settings().basePath() + "/socket.io/")) {
            answer(ctx, HttpResponseStatus.NOT_FOUND, "");
        } else if (!"websocket".equals(query.get("transport"))) {
            answer(ctx, HttpResponseStatus.BAD_REQUEST, "{\"code\":0,\"message\":\"Transport unknown\"}");
        } else if (!"3".equals(query.get("EIO")) && !"4".equals(query.get("EIO"))) {
            answer(ctx, HttpResponseStatus.BAD_REQUEST, "{\"code\":5,\"message\":\"Unsupported protocol version\"}");
        } else {
            upgrade(ctx, request, query);
        }
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, QueryParameters query) {
        int maxPayload = hub.settings().maxPayload();
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxPayload)
                .allowExtensions(false)
                .build();
        WebSocketServerHandshaker handshaker =
                new WebSocketServerHandshakerFactory(null, null, config).newHandshaker(request);
        if (handshaker == null) {
            WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            return;
        }
        WireConnection wire = new WireConnection(hub, track, query);
        // Before the answer goes out: the client's first frame may be on its heels.
        ctx.pipeline().addLast(new WebSocketFrameAggregator(maxPayload), wire);
        ctx.pipeline().remove(this);
        handshaker.handshake(ctx.channel(), request).addListener(upgraded -> {
            if (upgraded.isSuccess()) {
                wire.open();
            }
        });
    }

    private static void answer(ChannelHandlerContext ctx, HttpResponseStatus status, String body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, ByteBufUtil.writeAscii(ctx.alloc(), body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
