package io.camelcognigy.proof;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells an input from every other one, wherever its text turns up.
 *
 * @param key who is talking
 * @param sequence counts the inputs of the key from 0, in the order in which they were sent
 */
record Stamp(String key, int sequence, UUID id) {

    private static final Pattern TEXT = Pattern.compile("([\\w-]+)/(\\d+)/([0-9a-f-]{36})");

    /** The first stamp in a text. */
    static Optional<Stamp> find(String text) {
        Matcher found = TEXT.matcher(text == null ? "" : text);
        return found.find()
                ? Optional.of(
                        new Stamp(found.group(1), Integer.parseInt(found.group(2)), UUID.fromString(found.group(3))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return key + "/" + sequence + "/" + id;
    }
}
