CREATE TABLE plans (
    id         TEXT     NOT NULL PRIMARY KEY,
    name       TEXT     NOT NULL,
    position   SMALLINT NOT NULL,
    created_at BIGINT   NOT NULL
);

-- A limit stands on a plan, an account, a project or a key; the strictest wins.
CREATE TABLE limits (
    scope      TEXT     NOT NULL CHECK (scope IN ('plan', 'account', 'project', 'key')),
    scope_id   TEXT     NOT NULL,
    resource   TEXT     NOT NULL CHECK (resource IN ('requests', 'tokens', 'concurrent', 'spend')),
    period     TEXT     NOT NULL CHECK (period IN ('minute', 'hour', 'day', 'week', 'month', 'total', 'now')),
    amount     BIGINT   NOT NULL CHECK (amount >= 0),
    shadow     SMALLINT NOT NULL DEFAULT 0,
    created_at BIGINT   NOT NULL,
    PRIMARY KEY (scope, scope_id, resource, period)
);

CREATE TABLE settings (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
