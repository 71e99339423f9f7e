package io.camelcognigy.bridge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts and ports of an address. Whatever else is in it, such as tokens and passwords, is not for showing. */
public final class HostPort {

    private static final Pattern AUTHORITY = Pattern.compile("//([^/?#;,()\\s]+)");
    private static final Pattern PLAIN = Pattern.compile("[\\w.\\-]+(?::\\d+)?|\\[[0-9A-Fa-f:.]+](?::\\d+)?");

    private HostPort() {}

    /** @param address a URL, several of them as Artemis takes them, or hosts and ports with commas */
    public static String of(String address) {
        List<String> found = new ArrayList<>();
        if (address.contains("//")) {
            Matcher authority = AUTHORITY.matcher(address);
            while (authority.find()) {
                add(authority.group(1), found);
            }
        } else {
            for (String part : address.split(",")) {
                add(part.strip(), found);
            }
        }
        return found.isEmpty() ? "-" : String.join(", ", found);
    }

    private static void add(String authority, List<String> found) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        if (PLAIN.matcher(hostAndPort).matches()) {
            found.add(hostAndPort);
        }
    }
}
