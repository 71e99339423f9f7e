package io.camelcognigy.content;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/** Addresses of strangers, as far as a reader can do no harm with them by a click. */
final class Links {

    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel");
    private static final int MAX_CHARS = 4000;

    private Links() {}

    /** The address in ASCII; null unless it is an absolute one of a kind that is known to be harmless. */
    static String safe(Object value) {
        if (!(value instanceof String url) || url.isBlank() || url.length() > MAX_CHARS) {
            return null;
        }
        try {
            URI uri = new URI(url.strip());
            boolean known =
                    uri.getScheme() != null && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
            return known && !uri.getSchemeSpecificPart().isEmpty() ? uri.toASCIIString() : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The digits of what may be a phone number, as an address; null if there are none. */
    static String phone(Object value) {
        String digits =
                value instanceof String number && number.length() <= 100 ? number.replaceAll("[^0-9+]", "") : "";
        return digits.isEmpty() ? null : "tel:" + digits;
    }
}
