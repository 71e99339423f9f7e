package io.camelcognigy.transport.netty;

import io.camelcognigy.protocol.EndpointAddress;
import io.camelcognigy.protocol.ProtocolCodec;
import io.camelcognigy.transport.ConnectRequest;
import io.camelcognigy.transport.ConnectRequest.HandshakeMode;
import io.camelcognigy.transport.dial.Dialer;
import io.netty.util.NetUtil;
import java.net.URI;

/** A connect request in the words of sockets and HTTP. The request target holds the token and ids: not for logs. */
final class Target {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Target() {}

    /** Whether the host is a name, an IPv4 address or an IPv6 address in brackets, without a zone. */
    static boolean validHost(EndpointAddress address) {
        String host = address.server().getHost();
        return !host.startsWith("[") || NetUtil.isValidIpV6Address(bare(host)) && host.indexOf('%') < 0;
    }

    static Dialer.Destination destination(EndpointAddress address) {
        int port = address.server().getPort();
        int standard = address.secure() ? HTTPS_PORT : HTTP_PORT;
        return new Dialer.Destination(bare(address.server().getHost()), port < 0 ? standard : port, address.secure());
    }

    /** For the Host header: with the port, if the URL names one that is not the scheme's own. */
    static String authority(EndpointAddress address) {
        int port = address.server().getPort();
        boolean standard = port < 0 || port == (address.secure() ? HTTPS_PORT : HTTP_PORT);
        return address.server().getHost() + (standard ? "" : ":" + port);
    }

    /** Path and query. */
    static String path(ConnectRequest request, ProtocolCodec codec, Generation generation) {
        String ours = request.handshake() == HandshakeMode.INNER ? "handshake=true" : codec.query(request.parameters());
        String path = URI.create(request.address().socketIoPath()).toASCIIString();
        return path + "?" + ours + "&EIO=" + generation.engineIo() + "&transport=websocket";
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
