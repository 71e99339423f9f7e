package io.camelcognigy.transport.dial;

import io.camelcognigy.transport.Loss;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** What a failed WebSocket means, in one line for people that shows neither the URL nor content. */
public final class Failures {

    /** Stands for a status where there was none. */
    public static final int NOT_HTTP = 999;

    private Failures() {}

    /** Of a socket that was open. */
    public static Loss.Reason reason(Throwable failure) {
        if (failure instanceof TooLongFrameException
                || failure instanceof CorruptedWebSocketFrameException corrupted
                        && corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return Loss.Reason.FRAME_TOO_LARGE;
        }
        boolean tls = failure.getCause() instanceof SSLException;
        return failure instanceof CodecException && !tls ? Loss.Reason.PROTOCOL_ERROR : Loss.Reason.TRANSPORT_CLOSED;
    }

    /** Whether we ended a connection that could have gone on, because of what came on it. */
    public static boolean endedByUs(Loss.Reason reason) {
        return reason == Loss.Reason.FRAME_TOO_LARGE || reason == Loss.Reason.PROTOCOL_ERROR;
    }

    /** Of a socket that never opened because the server's answer to the upgrade was another one. */
    public static String describe(int status) {
        return status == NOT_HTTP ? "what answered does not speak HTTP" : "no WebSocket here: HTTP status " + status;
    }

    /** Neither the URL nor what was sent: addresses, system errors and TLS's own words only. */
    public static String describe(Throwable failure) {
        Throwable root = failure;
        for (Throwable at = failure; at != null; at = at.getCause() == at ? null : at.getCause()) {
            if (at instanceof UnknownHostException) {
                return "unknown host";
            }
            if (at instanceof SSLException) {
                return "TLS: " + rootOf(at).getMessage();
            }
            root = at;
        }
        String message = root.getMessage();
        if (message != null && message.contains("Too many open files")) {
            return "out of file descriptors (too many open files): raise the limit of this process";
        }
        // Only of classes whose messages are known to tell addresses and system errors, never what was sent.
        boolean safe = root instanceof IOException || root instanceof CodecException;
        return safe && message != null ? message : root.getClass().getSimpleName();
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
