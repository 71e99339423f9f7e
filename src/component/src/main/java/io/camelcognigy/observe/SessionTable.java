package io.camelcognigy.observe;

import io.camelcognigy.session.SessionSnapshot;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** An agent's sessions as a table for JMX. */
public final class SessionTable {

    private static final String[] COLUMNS = {"session", "state", "busy", "quietMillis"};
    private static final String[] MEANINGS = {
        "Stands for the session id, see hashOfSession", "Where its connection and its turns are",
        "Whether something hangs on it", "For how long nothing has come or gone"
    };
    private static final OpenType<?>[] TYPES = {
        SimpleType.STRING, SimpleType.STRING, SimpleType.BOOLEAN, SimpleType.LONG
    };

    private SessionTable() {}

    /** @param hash what stands for a session id */
    public static TabularData of(List<SessionSnapshot> sessions, UnaryOperator<String> hash) {
        try {
            CompositeType row = new CompositeType("session", "A session", COLUMNS, MEANINGS, TYPES);
            TabularData table =
                    new TabularDataSupport(new TabularType("sessions", "Sessions", row, new String[] {COLUMNS[0]}));
            for (SessionSnapshot session : sessions) {
                Object[] values = {
                    hash.apply(session.sessionId()),
                    session.state().name(),
                    session.busy(),
                    session.quiet().toMillis()
                };
                table.put(new CompositeDataSupport(row, COLUMNS, values));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException("the columns and their types are constants", e);
        }
    }
}
