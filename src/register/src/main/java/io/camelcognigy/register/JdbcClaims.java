package io.camelcognigy.register;

import io.camelcognigy.road.Claims;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims of one scope: those that this process holds are known here, too. Thread-safe. */
final class JdbcClaims implements Claims {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcClaims.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final String scope;
    private final JdbcRegister register;
    private final Set<String> held = ConcurrentHashMap.newKeySet();

    JdbcClaims(String scope, JdbcRegister register) {
        this.scope = scope;
        this.register = register;
    }

    @Override
    public boolean claim(String name) {
        if (!fits(name)) {
            return true;
        }
        String self = register.self();
        if (held.contains(name) && self != null) {
            return true;
        }
        if (self == null) {
            return false;
        }
        try {
            boolean ours = register.transaction(connection -> ClaimTable.claim(connection, scope, name, self));
            if (ours) {
                held.add(name);
                if (!self.equals(register.self())) {
                    // It was fenced meanwhile.
                    held.remove(name);
                    return false;
                }
            }
            return ours;
        } catch (SQLException e) {
            if (Database.isOfTheData(e)) {
                return true;
            }
            LOG.debug("{}: no claim: {}", scope, JdbcRegister.explain(e));
            return false;
        }
    }

    @Override
    public boolean holds(String name) {
        return held.contains(name) || !fits(name);
    }

    private static boolean fits(String name) {
        return name.length() <= ClaimTable.LONGEST_NAME && Database.isText(name);
    }

    @Override
    public void release(String name) {
        if (held.remove(name)) {
            release(name, register.self());
        }
    }

    private void release(String name, String self) {
        // What another process became of this one frees all of it.
        if (self == null || !self.equals(register.self()) || held.contains(name)) {
            return;
        }
        try {
            register.transaction(connection -> {
                ClaimTable.release(connection, scope, name, self);
                return null;
            });
        } catch (SQLException e) {
            LOG.debug("{}: a claim is given back later: {}", scope, JdbcRegister.explain(e));
            register.execute(TRY_AGAIN, () -> release(name, self));
        }
    }

    /** All may be another's. */
    void fenced() {
        held.clear();
    }
}
