package io.camelcognigy.protocol;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Where an Endpoint is and the token that opens it (PROTOCOL §2).
 *
 * @param server scheme {@code http} or {@code https}, host, optional port and base path without a trailing slash; never
 *     user info, query or fragment
 * @param urlToken the Endpoint's only credential
 */
public record EndpointAddress(URI server, Secret urlToken) {

    /**
     * Takes the one URL that the Cognigy console shows: the last path segment is the token.
     *
     * @throws IllegalArgumentException if it is no absolute http or https URL that ends in a token; the message never
     *     repeats the URL
     */
    public static EndpointAddress parse(String endpointUrl) {
        URI uri = httpUri(endpointUrl, "endpointUrl");
        String path = withoutTrailingSlashes(uri.getRawPath());
        int slash = path.lastIndexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            throw new IllegalArgumentException(
                    "endpointUrl has no URL token: expected https://<server>/<token>, as the Cognigy console shows it");
        }
        return of(uri, path.substring(0, slash), path.substring(slash + 1));
    }

    /**
     * @throws IllegalArgumentException if the server is no absolute http or https URL, or the token is blank
     */
    public static EndpointAddress of(String serverUrl, String urlToken) {
        if (urlToken == null || urlToken.isBlank()) {
            throw new IllegalArgumentException("urlToken is missing");
        }
        URI uri = httpUri(serverUrl, "serverUrl");
        return of(uri, uri.getRawPath(), urlToken.strip());
    }

    /** The Socket.IO request path, which never contains the token (PROTOCOL §2). */
    public String socketIoPath() {
        return server.getRawPath() + "/socket.io/";
    }

    /** Whether the wire is TLS. */
    public boolean secure() {
        return "https".equals(server.getScheme());
    }

    /**
     * Tells one Endpoint from another, token included: 8 hex digits of a SHA-256, from which nobody learns the token.
     */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((server + "\n" + urlToken.reveal()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static EndpointAddress of(URI uri, String basePath, String urlToken) {
        // Put together from raw parts: the constructors of several arguments would encode a base path's % once more.
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        URI server = URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + port
                + withoutTrailingSlashes(basePath));
        return new EndpointAddress(server, Secret.of(urlToken));
    }

    private static URI httpUri(String url, String option) {
        if (url == null || url.isBlank()) {
            throw new IllegalArgumentException(option + " is missing");
        }
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            // Not as the cause: its message repeats the URL, and with it the token.
            throw new IllegalArgumentException(option + " is not a valid URL");
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException(option + " must begin with https:// or http:// and name a host");
        }
        return uri;
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path == null ? 0 : path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end == 0 ? "" : path.substring(0, end);
    }
}
