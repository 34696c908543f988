-- Projects inside accounts, keys that rotate and sign, and who did what from where.
CREATE TABLE projects (
    id         TEXT     NOT NULL PRIMARY KEY,
    account_id TEXT     NOT NULL REFERENCES accounts (id),  -- pays for its calls
    name       TEXT     NOT NULL,
    is_default SMALLINT NOT NULL DEFAULT 0,                 -- each account has one; its id ends as the account's does
    status     TEXT     NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    created_at BIGINT   NOT NULL,
    updated_at BIGINT   NOT NULL
);
CREATE INDEX projects_by_account ON projects (account_id, id);
INSERT INTO projects (id, account_id, name, is_default, status, created_at, updated_at)
    SELECT 'prj_' || substr(id, 5), id, 'Default', 1, 'active', created_at, created_at FROM accounts;

CREATE TABLE project_members (
    project_id TEXT   NOT NULL REFERENCES projects (id),
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    role       TEXT   NOT NULL CHECK (role IN ('owner', 'member', 'viewer')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, account_id)
);
CREATE INDEX project_members_by_account ON project_members (account_id, project_id);

-- Keys of a project's own at providers: its calls use them, and cost the balance nothing.
CREATE TABLE project_credentials (
    project_id TEXT   NOT NULL REFERENCES projects (id),
    provider   TEXT   NOT NULL,
    sealed     BYTEA  NOT NULL,                             -- with the master key
    hint       TEXT   NOT NULL,                             -- its last four characters
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, provider)
);

ALTER TABLE api_keys ADD COLUMN project_id TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN created_by TEXT NOT NULL DEFAULT '';        -- account; '': not known
ALTER TABLE api_keys ADD COLUMN signing_secret BYTEA;                       -- sealed; null: it can't sign
ALTER TABLE api_keys ADD COLUMN require_signature SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE api_keys ADD COLUMN last_used_at BIGINT;
ALTER TABLE api_keys ADD COLUMN rotated_at BIGINT;
ALTER TABLE api_keys ADD COLUMN noticed_days SMALLINT NOT NULL DEFAULT 0;   -- before its expiry the last notice went out; 0: none
UPDATE api_keys SET project_id = 'prj_' || substr(account_id, 5);
CREATE INDEX api_keys_by_project ON api_keys (project_id, id);
CREATE INDEX api_keys_by_expiry ON api_keys (expires_at);

-- Secrets that a rotation replaced and that still work for a while.
CREATE TABLE old_key_secrets (
    key_hash       BYTEA    NOT NULL PRIMARY KEY,
    key_id         TEXT     NOT NULL REFERENCES api_keys (id),
    pepper_version SMALLINT NOT NULL,
    preview        TEXT     NOT NULL,
    works_until    BIGINT   NOT NULL
);
CREATE INDEX old_key_secrets_by_key ON old_key_secrets (key_id, works_until);

-- What calls with a project's own credentials would have cost by the list: budgets count it, balances don't.
ALTER TABLE usage_rollups ADD COLUMN byok_cost BIGINT NOT NULL DEFAULT 0;

ALTER TABLE audit_log ADD COLUMN via TEXT NOT NULL DEFAULT '';              -- key or session
ALTER TABLE audit_log ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_log ADD COLUMN request_id TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_log_by_actor ON audit_log (actor, id);
CREATE INDEX audit_log_by_action ON audit_log (action, id);
CREATE INDEX audit_log_by_time ON audit_log (at, id);
