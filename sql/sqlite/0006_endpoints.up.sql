-- Where providers are called, and who changed what. Times are milliseconds since 1970 UTC.
CREATE TABLE endpoints (
    id              TEXT     NOT NULL PRIMARY KEY,
    name            TEXT     NOT NULL,
    provider        TEXT     NOT NULL,             -- of resources/providers.json
    base_url        TEXT     NOT NULL,
    credential      BLOB,                          -- sealed with the master key; null: none, or in the environment
    credential_hint TEXT     NOT NULL DEFAULT '',  -- its last characters
    models          TEXT     NOT NULL DEFAULT '',  -- one rule a line: pattern, or pattern=upstream name; '': its provider's
    priority        INTEGER  NOT NULL DEFAULT 100, -- lower ones first
    weight          INTEGER  NOT NULL DEFAULT 100,
    max_concurrency INTEGER  NOT NULL DEFAULT 0,   -- 0: no limit
    queue_length    INTEGER  NOT NULL DEFAULT 0,
    cost_percent    INTEGER  NOT NULL DEFAULT 100, -- of the list price, for the strategy `cheapest`
    region          TEXT     NOT NULL DEFAULT '',
    headers         TEXT     NOT NULL DEFAULT '',  -- one a line
    connect_ms      BIGINT   NOT NULL DEFAULT 0,   -- time-outs; 0: the gateway's own
    first_byte_ms   BIGINT   NOT NULL DEFAULT 0,
    silence_ms      BIGINT   NOT NULL DEFAULT 0,
    whole_ms        BIGINT   NOT NULL DEFAULT 0,
    status          TEXT     NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'draining')),
    source          TEXT     NOT NULL CHECK (source IN ('env', 'admin')),
    created_at      BIGINT   NOT NULL,
    updated_at      BIGINT   NOT NULL
);

-- What administrators changed: append-only, each line's hash over the one before (server/audit/audit_log.h).
CREATE TABLE audit_log (
    id          INTEGER NOT NULL PRIMARY KEY,
    at          BIGINT  NOT NULL,
    actor       TEXT    NOT NULL,
    action      TEXT    NOT NULL,                  -- endpoint.create, model.price, …
    subject     TEXT    NOT NULL,                  -- id of what was changed
    before_json TEXT,                              -- without secrets; null: it wasn't there
    after_json  TEXT,
    hash        BLOB    NOT NULL
);
CREATE INDEX audit_log_by_subject ON audit_log (subject, id);

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit lines never change');
END;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'audit lines are never deleted');
END;
