package io.camelcognigy.register;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.camelcognigy.session.SessionEntry;
import io.camelcognigy.session.TurnRequest;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements on the table of sessions. What an owner writes reaches only rows that are its own. */
final class SessionTable {

    static final int LONGEST_KEY = 500;
    static final int MAX_ADDRESS_BYTES = 16 * 1024;
    private static final int LONGEST_ID = 2000;

    private static final JsonMapper JSON = new JsonMapper();
    private static final TypeReference<Map<String, Object>> ADDRESS = new TypeReference<>() {};

    /** @param lastActive in milliseconds since 1970 */
    record Row(SessionEntry entry, long lastActive) {}

    /** What comes of asking for a session. */
    enum Claimed {
        OURS,
        /** Another process has it. */
        ANOTHERS
    }

    private SessionTable() {}

    /** Whether that key can stand in the table. */
    static boolean takes(String sessionKey) {
        return sessionKey.length() <= LONGEST_KEY && Database.isText(sessionKey);
    }

    /** The reply address as it is written; null where the entry cannot stand in the table. */
    static String address(SessionEntry entry) {
        String address;
        try {
            address = JSON.writeValueAsString(entry.replyAddress());
        } catch (JsonProcessingException e) {
            return null;
        }
        boolean fits = address.getBytes(StandardCharsets.UTF_8).length <= MAX_ADDRESS_BYTES
                && Database.isText(address)
                && isId(entry.ids().sessionId())
                && isId(entry.ids().userId());
        return fits ? address : null;
    }

    private static boolean isId(String id) {
        return id.length() <= LONGEST_ID && Database.isText(id);
    }

    // ---------------------------------------------------------------- whose it is

    /**
     * In a transaction.
     *
     * @param asks whether another process that has it is to hand it over
     */
    static Claimed claim(Connection connection, String road, String key, String self, boolean asks, long now)
            throws SQLException {
        if (insert(connection, road, key, self, now)) {
            return Claimed.OURS;
        }
        String owner;
        String wanted;
        try (PreparedStatement look = connection.prepareStatement(
                "SELECT owner, wanted FROM cognigy_session WHERE road = ? AND session_key = ? FOR UPDATE")) {
            look.setString(1, road);
            look.setString(2, key);
            try (ResultSet row = look.executeQuery()) {
                if (!row.next()) {
                    // It ended just now.
                    return insert(connection, road, key, self, now) ? Claimed.OURS : Claimed.ANOTHERS;
                }
                owner = row.getString(1);
                wanted = row.getString(2);
            }
        }
        boolean handedToUs = self.equals(owner) && self.equals(wanted);
        if (self.equals(owner) && !handedToUs) {
            // Where another wants it, it is not ours for more than what is under way.
            return wanted == null ? Claimed.OURS : Claimed.ANOTHERS;
        }
        if (handedToUs || owner == null || Instance.isDead(connection, owner)) {
            Database.update(
                    connection,
                    "UPDATE cognigy_session SET owner = ?, wanted = NULL WHERE road = ? AND session_key = ?",
                    self,
                    road,
                    key);
            return Claimed.OURS;
        }
        if (asks && wanted == null) {
            Database.update(
                    connection,
                    "UPDATE cognigy_session SET wanted = ? WHERE road = ? AND session_key = ?",
                    self,
                    road,
                    key);
        }
        return Claimed.ANOTHERS;
    }

    private static boolean insert(Connection connection, String road, String key, String self, long now)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO cognigy_session (road, session_key, owner, last_active)"
                        + " SELECT CAST(? AS VARCHAR(40)), CAST(? AS VARCHAR(500)), CAST(? AS VARCHAR(36)),"
                        + " CAST(? AS BIGINT)"
                        + " WHERE NOT EXISTS (SELECT 1 FROM cognigy_session WHERE road = ? AND session_key = ?)")) {
            insert.setString(1, road);
            insert.setString(2, key);
            insert.setString(3, self);
            insert.setLong(4, now);
            insert.setString(5, road);
            insert.setString(6, key);
            return insert.executeUpdate() == 1;
        }
    }

    /** The keys of those that another process has an input for. */
    static List<String> wanted(Connection connection, String road, String self) throws SQLException {
        return keys(
                connection,
                "SELECT session_key FROM cognigy_session WHERE wanted IS NOT NULL AND wanted <> owner"
                        + " AND road = ? AND owner = ?",
                road,
                self);
    }

    /** To whom wants it: it is handed to that process until that process says so, and nobody else can want it before. */
    static void handOver(Connection connection, String road, String key, String self) throws SQLException {
        Database.update(
                connection,
                "UPDATE cognigy_session SET owner = wanted"
                        + " WHERE road = ? AND session_key = ? AND owner = ? AND wanted IS NOT NULL",
                road,
                key,
                self);
    }

    /** All of them, to whom wants them or else to nobody. */
    static void handOverAll(Connection connection, String road, String self) throws SQLException {
        Database.update(
                connection, "DELETE FROM cognigy_session WHERE road = ? AND owner = ? AND agent IS NULL", road, self);
        Database.update(
                connection, "UPDATE cognigy_session SET owner = wanted WHERE road = ? AND owner = ?", road, self);
    }

    /** The keys of those that were handed to us. */
    static List<String> handed(Connection connection, String road, String self) throws SQLException {
        return keys(
                connection,
                "SELECT session_key FROM cognigy_session WHERE wanted = ? AND owner = ? AND road = ?",
                self,
                self,
                road);
    }

    /** Those that nobody has. @return how many */
    static int takeFree(Connection connection, String road, String self) throws SQLException {
        return Database.update(
                connection, "UPDATE cognigy_session SET owner = ? WHERE road = ? AND owner IS NULL", self, road);
    }

    /** Those of a process that is dead, in the transaction that found it so. @return how many */
    static int takeOver(Connection connection, Set<String> roads, String dead, String self) throws SQLException {
        int taken = 0;
        for (String road : roads) {
            Database.update(
                    connection,
                    "DELETE FROM cognigy_session WHERE road = ? AND owner = ? AND agent IS NULL",
                    road,
                    dead);
            taken += Database.update(
                    connection,
                    "UPDATE cognigy_session SET owner = ?, wanted = NULL WHERE road = ? AND owner = ?",
                    self,
                    road,
                    dead);
        }
        return taken;
    }

    static boolean hasAnyOf(Connection connection, String owner) throws SQLException {
        try (PreparedStatement look =
                connection.prepareStatement("SELECT COUNT(*) FROM cognigy_session WHERE owner = ?")) {
            look.setString(1, owner);
            try (ResultSet row = look.executeQuery()) {
                row.next();
                return row.getLong(1) > 0;
            }
        }
    }

    // ---------------------------------------------------------------- what is known of it

    /** @return whether the row is ours */
    static boolean write(Connection connection, String road, Row known, String address, String self)
            throws SQLException {
        try (PreparedStatement write = connection.prepareStatement(
                "UPDATE cognigy_session SET agent = ?, agent_version = ?, session_id = ?, user_id = ?,"
                        + " reply_address = ?, last_active = ? WHERE road = ? AND session_key = ? AND owner = ?")) {
            SessionEntry entry = known.entry();
            write.setString(1, entry.agent());
            write.setString(2, entry.agentVersion());
            write.setString(3, entry.ids().sessionId());
            write.setString(4, entry.ids().userId());
            write.setString(5, address);
            write.setLong(6, known.lastActive());
            write.setString(7, road);
            write.setString(8, entry.ids().sessionKey());
            write.setString(9, self);
            return write.executeUpdate() == 1;
        }
    }

    static void delete(Connection connection, String road, String key, String self) throws SQLException {
        Database.update(
                connection,
                "DELETE FROM cognigy_session WHERE road = ? AND session_key = ? AND owner = ?",
                road,
                key,
                self);
    }

    /** One of which no session came. */
    static void deleteEmpty(Connection connection, String road, String key, String self) throws SQLException {
        Database.update(
                connection,
                "DELETE FROM cognigy_session WHERE road = ? AND session_key = ? AND owner = ? AND agent IS NULL",
                road,
                key,
                self);
    }

    /** Those that nobody else wants; those first that were active last. */
    static List<Row> rows(Connection connection, String road, String self) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(
                "SELECT session_key, agent, agent_version, session_id, user_id, reply_address, last_active"
                        + " FROM cognigy_session WHERE road = ? AND owner = ? AND agent IS NOT NULL"
                        + " AND wanted IS NULL ORDER BY last_active DESC")) {
            look.setString(1, road);
            look.setString(2, self);
            try (ResultSet rows = look.executeQuery()) {
                List<Row> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row(rows));
                }
                return found;
            }
        }
    }

    private static Row row(ResultSet rows) throws SQLException {
        Map<String, Object> address;
        try {
            address = JSON.readValue(rows.getString(6), ADDRESS);
        } catch (JsonProcessingException e) {
            // Somebody else's work; what is said unasked goes where it goes without an address.
            address = Map.of();
        }
        TurnRequest.Ids ids = new TurnRequest.Ids(rows.getString(1), rows.getString(4), rows.getString(5));
        return new Row(new SessionEntry(rows.getString(2), rows.getString(3), ids, address), rows.getLong(7));
    }

    // ---------------------------------------------------------------- inside

    private static List<String> keys(Connection connection, String query, String... values) throws SQLException {
        try (PreparedStatement look = connection.prepareStatement(query)) {
            Database.set(look, values);
            try (ResultSet rows = look.executeQuery()) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
            }
        }
    }
}
