package io.camelcognigy.proof;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
        return findAll(text).stream().findFirst();
    }

    /** The stamps in a text, in order. */
    static List<Stamp> findAll(String text) {
        return TEXT.matcher(text == null ? "" : text)
                .results()
                .map(found ->
                        new Stamp(found.group(1), Integer.parseInt(found.group(2)), UUID.fromString(found.group(3))))
                .toList();
    }

    @Override
    public String toString() {
        return key + "/" + sequence + "/" + id;
    }
}
