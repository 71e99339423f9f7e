package io.camelcognigy.register;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The statements on the table of claims. */
final class ClaimTable {

    static final int LONGEST_SCOPE = 200;
    static final int LONGEST_NAME = 400;

    private ClaimTable() {}

    /** In a transaction. */
    static boolean claim(Connection connection, String scope, String name, String self) throws SQLException {
        int inserted = Database.update(
                connection,
                "INSERT INTO cognigy_claim (scope, name, owner)"
                        + " SELECT CAST(? AS VARCHAR(200)), CAST(? AS VARCHAR(400)), CAST(? AS VARCHAR(36))"
                        + " WHERE NOT EXISTS (SELECT 1 FROM cognigy_claim WHERE scope = ? AND name = ?)",
                scope,
                name,
                self,
                scope,
                name);
        if (inserted == 1) {
            return true;
        }
        String owner;
        try (PreparedStatement look = connection.prepareStatement(
                "SELECT owner FROM cognigy_claim WHERE scope = ? AND name = ? FOR UPDATE")) {
            look.setString(1, scope);
            look.setString(2, name);
            try (ResultSet row = look.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                owner = row.getString(1);
            }
        }
        if (self.equals(owner)) {
            return true;
        }
        return Instance.isDead(connection, owner)
                && Database.update(
                                connection,
                                "UPDATE cognigy_claim SET owner = ? WHERE scope = ? AND name = ?",
                                self,
                                scope,
                                name)
                        == 1;
    }

    static void release(Connection connection, String scope, String name, String self) throws SQLException {
        Database.update(
                connection, "DELETE FROM cognigy_claim WHERE scope = ? AND name = ? AND owner = ?", scope, name, self);
    }

    static void releaseAll(Connection connection, String owner) throws SQLException {
        Database.update(connection, "DELETE FROM cognigy_claim WHERE owner = ?", owner);
    }
}
