package io.camelcognigy.protocol;

/** Writes one event of ours, {@code ["name",{…}]}, member by member and without a map in between. */
final class EventWriter {

    /** The members stand in an array and an object. */
    private static final int DEPTH = 2;

    private final String name;
    private final JsonWriter json = new JsonWriter();
    private boolean first = true;

    EventWriter(String name) {
        this.name = name;
        json.raw("[").value(name, DEPTH).raw(",{");
    }

    /** @throws IllegalArgumentException as {@link ProtocolCodec#write} */
    EventWriter member(String member, Object value) {
        json.raw(first ? "" : ",").value(member, DEPTH).raw(":").value(value, DEPTH);
        first = false;
        return this;
    }

    EncodedEvent end() {
        String text = json.raw("}]").text();
        return new EncodedEvent(name, text, Math.toIntExact(Utf8.length(text)));
    }
}
