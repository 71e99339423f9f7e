package io.camelcognigy.session;

import java.util.Map;

/**
 * What the register is told of one session: the one that the owner of its latest input is, if it is one. Confined to the
 * session's serial executor.
 */
final class Registration {

    private final TurnRequest.Ids ids;
    private final Agent agent;
    private SessionRegister register;
    private Map<String, Object> replyAddress = Map.of();

    Registration(TurnRequest.Ids ids, Agent agent) {
        this.ids = ids;
        this.agent = agent;
    }

    /** The session was opened again from what the register knows. */
    void reopened(Object owner, Map<String, Object> address) {
        register = owner instanceof SessionRegister its ? its : null;
        replyAddress = address;
    }

    /** An input goes out. @param owner of the inputs; null for nobody */
    void live(Object owner, Map<String, Object> address) {
        SessionRegister next = owner instanceof SessionRegister its ? its : null;
        if (register != null && next == null) {
            // Its owner has no register: the one before would open what is not its own any more.
            ended();
        }
        register = next;
        replyAddress = address;
        live();
    }

    /** Something came unasked. */
    void live() {
        if (register != null) {
            tell(() -> register.live(entry()));
        }
    }

    void ended() {
        if (register != null) {
            tell(() -> register.ended(entry()));
        }
    }

    private SessionEntry entry() {
        return new SessionEntry(agent.settings().name(), agent.version(), ids, replyAddress);
    }

    private void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException | Error e) {
            agent.log().registerFailed(ids.sessionId(), e);
        }
    }
}
