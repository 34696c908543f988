-- Files of accounts, batches of calls, responses kept for their clients, and jobs that run at a provider.
ALTER TABLE usage_records ADD COLUMN price_percent SMALLINT NOT NULL DEFAULT 100; -- of the sale price: the batch price

-- server/files: the contents are beside the database, under the id.
CREATE TABLE files (
    id         TEXT   NOT NULL PRIMARY KEY,
    account_id TEXT   NOT NULL REFERENCES accounts (id),
    purpose    TEXT   NOT NULL,
    name       TEXT   NOT NULL,                     -- as the client calls it; never a path
    bytes      BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);
CREATE INDEX files_by_account ON files (account_id, id);
CREATE INDEX files_by_expiry ON files (expires_at);

-- server/batches
CREATE TABLE batches (
    id                TEXT     NOT NULL PRIMARY KEY,
    account_id        TEXT     NOT NULL REFERENCES accounts (id),
    key_id            TEXT     NOT NULL,            -- '': made by a signed-in person
    endpoint          TEXT     NOT NULL,            -- /v1/chat/completions, …
    input_file_id     TEXT     NOT NULL,
    completion_window TEXT     NOT NULL,
    metadata          TEXT     NOT NULL,            -- JSON object, or ''
    price_percent     SMALLINT NOT NULL,
    status            TEXT     NOT NULL CHECK (status IN ('validating', 'in_progress', 'finalizing', 'completed', 'failed',
                                                          'expired', 'cancelling', 'cancelled')),
    output_file_id    TEXT     NOT NULL,            -- chosen beforehand; a file of this id exists once the batch has ended
    error_file_id     TEXT     NOT NULL,
    errors            TEXT     NOT NULL DEFAULT '', -- JSON array, or ''
    output_expires_s  BIGINT   NOT NULL,            -- seconds that the files of results are kept
    total             BIGINT   NOT NULL DEFAULT 0,
    completed         BIGINT   NOT NULL DEFAULT 0,
    failed            BIGINT   NOT NULL DEFAULT 0,
    created_at        BIGINT   NOT NULL,
    expires_at        BIGINT   NOT NULL,
    in_progress_at    BIGINT,
    finalizing_at     BIGINT,
    cancelling_at     BIGINT,
    ended_at          BIGINT                        -- completed, failed, expired or cancelled
);
CREATE INDEX batches_by_account ON batches (account_id, id);
CREATE INDEX batches_by_status ON batches (status, id);

-- server/responses: what a client asked to be kept.
CREATE TABLE stored_responses (
    id          TEXT   NOT NULL,
    account_id  TEXT   NOT NULL REFERENCES accounts (id),
    previous_id TEXT   NOT NULL,                    -- the response it goes on from, or ''
    model       TEXT   NOT NULL,
    input       TEXT   NOT NULL,                    -- JSON array of items: its own, not those of the one before
    body        TEXT   NOT NULL,                    -- JSON: the whole response
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);
CREATE INDEX stored_responses_by_expiry ON stored_responses (expires_at);

-- server/fine_tuning
CREATE TABLE fine_tuning_jobs (
    id              TEXT   NOT NULL,                -- the provider's
    account_id      TEXT   NOT NULL REFERENCES accounts (id),
    endpoint_id     TEXT   NOT NULL,
    model_id        TEXT   NOT NULL,
    training_file   TEXT   NOT NULL,                -- ours
    validation_file TEXT   NOT NULL,                -- ours, or ''
    status          TEXT   NOT NULL,
    body            TEXT   NOT NULL,                -- JSON: what the provider last said of it
    created_at      BIGINT NOT NULL,
    PRIMARY KEY (account_id, id)
);

-- What a file of ours is called at an endpoint that was given it.
CREATE TABLE provider_files (
    file_id          TEXT   NOT NULL,
    endpoint_id      TEXT   NOT NULL,
    provider_file_id TEXT   NOT NULL,
    created_at       BIGINT NOT NULL,
    PRIMARY KEY (file_id, endpoint_id)
);
