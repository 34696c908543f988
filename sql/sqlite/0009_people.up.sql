-- People: how they prove who they are, who invited them, and the mail they are sent. Times are milliseconds since 1970 UTC.
ALTER TABLE accounts ADD COLUMN username TEXT NOT NULL DEFAULT '';         -- as the credit gateway's clients give it; for show
ALTER TABLE accounts ADD COLUMN email_verified_at BIGINT;
ALTER TABLE accounts ADD COLUMN totp_secret BLOB;                          -- sealed with the master key; null: none
ALTER TABLE accounts ADD COLUMN totp_enabled_at BIGINT;                    -- null: set up but not proved yet
ALTER TABLE accounts ADD COLUMN totp_last_step BIGINT NOT NULL DEFAULT 0;  -- 30 s steps since 1970; one is good once
ALTER TABLE accounts ADD COLUMN deleted_at BIGINT;
ALTER TABLE sessions ADD COLUMN refreshed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN method TEXT NOT NULL DEFAULT 'password';   -- password, register, google, github, oidc
ALTER TABLE sessions ADD COLUMN cookie_hash BLOB;                          -- HMAC-SHA-256 of a browser's cookie
CREATE UNIQUE INDEX sessions_by_cookie ON sessions (cookie_hash);

-- Instead of a second factor's code, each once.
CREATE TABLE recovery_codes (
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    code_hash  BLOB   NOT NULL,                    -- HMAC-SHA-256
    used_at    BIGINT,
    PRIMARY KEY (account_id, code_hash)
);

-- What was mailed to somebody (verify, reset), or stands between a password and its second factor (challenge).
CREATE TABLE one_time_tokens (
    token_hash BLOB   NOT NULL PRIMARY KEY,        -- HMAC-SHA-256
    kind       TEXT   NOT NULL,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    email      TEXT   NOT NULL,                    -- the address it proves
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_tokens_by_account ON one_time_tokens (account_id, kind);
CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);

-- Registrations that wait for the proof of their address; the account is made then.
CREATE TABLE pending_registrations (
    token_hash    BLOB   NOT NULL PRIMARY KEY,
    email         TEXT   NOT NULL,
    full_name     TEXT   NOT NULL,
    username      TEXT   NOT NULL,
    password_hash TEXT   NOT NULL,
    environment   TEXT   NOT NULL,
    invitation_id TEXT   NOT NULL,                 -- '': none
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);
CREATE INDEX pending_registrations_by_email ON pending_registrations (email);
CREATE INDEX pending_registrations_by_expiry ON pending_registrations (expires_at);

CREATE TABLE invitations (
    id           TEXT   NOT NULL PRIMARY KEY,
    token_hash   BLOB   NOT NULL UNIQUE,
    email        TEXT   NOT NULL,                  -- '': whoever has it
    role         TEXT   NOT NULL,
    plan         TEXT   NOT NULL,                  -- '': the gateway's
    created_by   TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    accepted_by  TEXT   NOT NULL DEFAULT '',
    accepted_at  BIGINT,
    withdrawn_at BIGINT
);

-- Who somebody is at a provider of OpenID Connect (or GitHub).
CREATE TABLE external_identities (
    provider   TEXT   NOT NULL,
    subject    TEXT   NOT NULL,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    email      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX external_identities_by_account ON external_identities (account_id);

-- server/mail: what goes out by SMTP.
CREATE TABLE mail_outbox (
    id              TEXT    NOT NULL PRIMARY KEY,
    account_id      TEXT    NOT NULL,              -- whom it concerns, or ''
    kind            TEXT    NOT NULL,
    recipient       TEXT    NOT NULL,
    subject         TEXT    NOT NULL,
    body            BLOB,                          -- sealed with the master key; null: it has ended
    state           TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'failed', 'logged')),
    attempts        INTEGER NOT NULL,
    next_attempt_at BIGINT  NOT NULL,
    last_error      TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    ended_at        BIGINT
);
CREATE INDEX mail_outbox_by_state ON mail_outbox (state, next_attempt_at);
