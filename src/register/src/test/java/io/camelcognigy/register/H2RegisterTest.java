package io.camelcognigy.register;

import java.util.UUID;

/** On H2. */
class H2RegisterTest extends RegisterContract {

    @Override
    String newDatabase() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }
}
