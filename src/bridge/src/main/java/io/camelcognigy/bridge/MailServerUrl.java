package io.camelcognigy.bridge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** What {@code mail.imap-url} and {@code mail.smtp-url} may be: scheme, host and perhaps a port, nothing else. */
final class MailServerUrl {

    private MailServerUrl() {}

    static boolean usable(String url, Set<String> schemes) {
        try {
            URI uri = new URI(url);
            return uri.getScheme() != null
                    && schemes.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
