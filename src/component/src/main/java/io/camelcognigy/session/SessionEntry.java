package io.camelcognigy.session;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a {@link SessionRegister} knows of a session, and what is enough to go on with it elsewhere: who it is, and where its
 * outputs go. It holds no word that people said.
 *
 * @param agent the agent's name
 * @param agentVersion which Endpoint that is, see {@link Agent#version()}
 * @param ids the session's ids
 * @param replyAddress of its latest input, the road included; unmodifiable
 */
public record SessionEntry(String agent, String agentVersion, TurnRequest.Ids ids, Map<String, Object> replyAddress) {

    public SessionEntry {
        Objects.requireNonNull(agent);
        Objects.requireNonNull(agentVersion);
        Objects.requireNonNull(ids);
        replyAddress = Collections.unmodifiableMap(new LinkedHashMap<>(replyAddress));
    }

    /** The same with another reply address. */
    public SessionEntry replyingTo(Map<String, Object> address) {
        return new SessionEntry(agent, agentVersion, ids, address);
    }

    /**
     * The same as far as it lasts: without what of the address is of one input only, and without what has no form in JSON.
     *
     * @param ofOneInput names of the address, such as that of a correlation id
     */
    public SessionEntry lasting(Set<String> ofOneInput) {
        Map<String, Object> address = new LinkedHashMap<>();
        replyAddress.forEach((name, value) -> {
            boolean written = value instanceof String || value instanceof Number || value instanceof Boolean;
            if (written && !ofOneInput.contains(name)) {
                address.put(name, value);
            }
        });
        return replyingTo(address);
    }

    /** No ids, and no addresses. */
    @Override
    public String toString() {
        return "SessionEntry[" + agent + "]";
    }
}
