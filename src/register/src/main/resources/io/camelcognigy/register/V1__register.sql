-- A process that takes part. It has two rows and keeps one of them locked, by a transaction of its own, for as long as it
-- lives: whoever finds both unlocked knows that it is dead.
CREATE TABLE cognigy_instance (
    id   VARCHAR(36) NOT NULL,
    slot INTEGER     NOT NULL,
    PRIMARY KEY (id, slot)
);

-- Who has a session. agent is null until the session's first input has gone out.
CREATE TABLE cognigy_session (
    road          VARCHAR(40)    NOT NULL,
    session_key   VARCHAR(500)   NOT NULL,
    agent         VARCHAR(500),
    agent_version VARCHAR(500),
    session_id    VARCHAR(2000),
    user_id       VARCHAR(2000),
    -- JSON
    reply_address VARCHAR(16384),
    -- Milliseconds since 1970.
    last_active   BIGINT         NOT NULL,
    -- A process; null: nobody.
    owner         VARCHAR(36),
    -- Another process, which has an input for it.
    wanted        VARCHAR(36),
    PRIMARY KEY (road, session_key)
);
CREATE INDEX cognigy_session_owner ON cognigy_session (owner);
CREATE INDEX cognigy_session_wanted ON cognigy_session (wanted);

-- What one process at a time works on.
CREATE TABLE cognigy_claim (
    scope VARCHAR(200) NOT NULL,
    name  VARCHAR(400) NOT NULL,
    owner VARCHAR(36)  NOT NULL,
    PRIMARY KEY (scope, name)
);
CREATE INDEX cognigy_claim_owner ON cognigy_claim (owner);
