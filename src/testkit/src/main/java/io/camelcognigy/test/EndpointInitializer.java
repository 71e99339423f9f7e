package io.camelcognigy.test;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Sets up an accepted TCP connection: TLS if asked for, then HTTP until the upgrade. */
final class EndpointInitializer extends ChannelInitializer<Channel> {

    private static final int MAX_REQUEST_BYTES = 16 * 1024;

    private final Hub hub;
    private final SSLContext tls;
    private final Set<Channel> channels;
    private final BooleanSupplier listening;

    /**
     * @param channels takes every accepted connection until it closes
     * @param listening false once the server's channel is closed: what was accepted right before goes, too
     */
    EndpointInitializer(Hub hub, SSLContext tls, Set<Channel> channels, BooleanSupplier listening) {
        this.listening = listening;
        this.hub = hub;
        this.tls = tls;
        this.channels = channels;
    }

    @Override
    protected void initChannel(Channel channel) {
        Track track = hub.accepted();
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        if (!listening.getAsBoolean() || hub.faults().strikes(FailAt.ACCEPT)) {
            channel.close();
            return;
        }
        if (tls != null) {
            SSLEngine engine = tls.createSSLEngine();
            engine.setUseClientMode(false);
            channel.pipeline().addLast(new SslHandler(engine));
        }
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(MAX_REQUEST_BYTES),
                        new UpgradeHandler(hub, track));
    }
}
