-- Who may call: accounts, their API keys, their sign-ins. Times are milliseconds since 1970 UTC.
CREATE TABLE accounts (
    id            TEXT   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL UNIQUE,          -- normalised: trimmed, lower case
    full_name     TEXT   NOT NULL DEFAULT '',
    role          TEXT   NOT NULL DEFAULT '',      -- '', viewer, billing, admin, owner
    plan          TEXT   NOT NULL,
    status        TEXT   NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended', 'deleted')),
    password_hash TEXT   NOT NULL DEFAULT '',      -- Argon2id in libsodium's text form; '': can't sign in
    time_zone     TEXT   NOT NULL DEFAULT 'UTC',
    pricing_policy TEXT  NOT NULL DEFAULT '',      -- '': the gateway's
    created_at    BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL
);

CREATE TABLE api_keys (
    id                TEXT     NOT NULL PRIMARY KEY,
    account_id        TEXT     NOT NULL REFERENCES accounts (id),
    name              TEXT     NOT NULL,
    key_hash          BYTEA    NOT NULL UNIQUE,    -- HMAC-SHA-256 under the pepper
    pepper_version    SMALLINT NOT NULL,
    preview           TEXT     NOT NULL,
    role              TEXT     NOT NULL DEFAULT '',-- a key that administers the gateway
    scopes            TEXT     NOT NULL DEFAULT '',-- space-separated; '': all
    permissions       TEXT     NOT NULL DEFAULT 'read write',
    allowed_models    TEXT     NOT NULL DEFAULT '',-- space-separated ids or prefixes with *; '': all
    allowed_ips       TEXT     NOT NULL DEFAULT '',-- space-separated CIDR
    allowed_referrers TEXT     NOT NULL DEFAULT '',
    request_cap       BIGINT,
    expires_at        BIGINT,
    is_active         SMALLINT NOT NULL DEFAULT 1,
    created_at        BIGINT   NOT NULL,
    revoked_at        BIGINT
);
CREATE INDEX api_keys_by_account ON api_keys (account_id, id);

CREATE TABLE sessions (
    id            TEXT   NOT NULL PRIMARY KEY,
    account_id    TEXT   NOT NULL REFERENCES accounts (id),
    user_agent    TEXT   NOT NULL DEFAULT '',
    address       TEXT   NOT NULL DEFAULT '',
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    revoked_why   TEXT   NOT NULL DEFAULT ''       -- logout, reuse
);
CREATE INDEX sessions_by_account ON sessions (account_id, id);

-- One row for each refresh token ever handed out; a second use of one is a theft and ends the session.
CREATE TABLE refresh_tokens (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    session_id TEXT   NOT NULL REFERENCES sessions (id),
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
