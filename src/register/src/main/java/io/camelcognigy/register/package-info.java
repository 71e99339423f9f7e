/** The register of sessions in a database, by JDBC: who has a session, and what one process at a time works on. */
package io.camelcognigy.register;
